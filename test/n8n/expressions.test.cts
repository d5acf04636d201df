import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { takerOf } from '../../nodes/shared/engine/expressions.ts';
import { installN8n, type N8nVersion } from './install.cts';

/** What the package's own reader answers is what n8n's expression engine answers, on both versions and engines. */

interface Given {
	raw: unknown;
	json: IDataObject;
}
/** `undefined` and the like survive as JSON with their type. */
type Told = { type: string; value?: unknown } | { error: string };

/** Evaluates parameters as an n8n does; runs in n8n's own process, so it is plain JavaScript. */
const script = `
const [, workflowPath, engine] = process.argv;
const { Workflow, Expression } = require(workflowPath);
const told = (value) => ({ type: typeof value, value: typeof value === 'function' ? undefined : value });
let input = '';
process.stdin.on('data', (part) => (input += part)).on('end', async () => {
	if (engine !== 'legacy') {
		await Expression.initExpressionEngine({ engine, bridgeTimeout: 5000, bridgeMemoryLimit: 128, poolSize: 1, maxCodeCacheSize: 10000 });
	}
	const node = { id: '1', name: 'Node', type: 'test', typeVersion: 1, position: [0, 0], parameters: {} };
	const type = { description: { properties: [], inputs: [], outputs: [] } };
	const nodeTypes = { getByName: () => type, getByNameAndVersion: () => type };
	const workflow = new Workflow({ id: '1', nodes: [node], connections: {}, active: false, nodeTypes, settings: {} });
	await workflow.expression.acquireIsolate?.();
	const results = JSON.parse(input).map(({ raw, json }) => {
		try {
			return told(workflow.expression.getParameterValue(raw, null, 0, 0, 'Node', [{ json }], 'manual', {}));
		} catch (error) {
			return { error: String(error && error.message) };
		}
	});
	process.stdout.write(JSON.stringify(results), () => process.exit(0));
});
`;

async function n8nAnswers(version: N8nVersion, engine: string, given: Given[]): Promise<Told[]> {
	const { node, bin } = await installN8n(version);
	const workflow = join(bin, '..', '..', '..', 'n8n-workflow');
	const child = spawn(node, ['-e', script, workflow, engine], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	child.stdin.end(JSON.stringify(given));
	const answer = await text(child.stdout);
	return JSON.parse(answer) as Told[];
}

const names = fc.oneof(
	{
		arbitrary: fc.constantFrom('a', 'b', 'code', '氏名', 'staff code', 'x-y', '0', '1', 'length'),
		weight: 12,
	},
	fc.constantFrom(
		...['__proto__', 'constructor', 'toString', 'arguments', 'caller', 'then', 'class', 'json'],
		...['item', 'isEmpty', 'first', 'keys', 'toJSON', 'valueOf', 'prototype', '_x', '$a', 'name'],
		...[
			'hasOwnProperty',
			'getPrototypeOf',
			'binding',
			'default',
			'true',
			'日付',
			'é',
			'ab',
			'isProxy',
		],
	),
);
const leaf = fc.oneof(
	fc.constantFrom<unknown>(
		...[
			'',
			' ',
			'text',
			'{{ 1 }}',
			'={{ 1 }}',
			'=a',
			'\\',
			'a\nb',
			'2026-04-01',
			'\u{1f600}',
			'null',
			'"',
			"'",
		],
		...[0, -0, 1, -1, 1.5, 1e21, 1e-7, 123456789012345680000, true, false, null],
	),
	fc.string(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const json = fc.letrec<{ value: unknown; object: IDataObject }>((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		leaf,
		fc.array(tie('value'), { maxLength: 3 }),
		tie('object'),
	),
	object: fc
		.array(fc.tuple(names, tie('value')), { maxLength: 5 })
		.map((entries) => JSON.parse(JSON.stringify(Object.fromEntries(entries)))),
})).object;

const blanks = fc.constantFrom('', ' ', '  ', '\n', '\t');
const step = fc.tuple(names, fc.constantFrom('.', '"', "'", '[', '[ "')).map(([name, form]) => {
	const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
	if (form === '.' && isName) return `.${name}`;
	if (form === '[' && /^\d+$/.test(name)) return `[${name}]`;
	if (form === '[ "') return `[ "${name}" ]`;
	return form === "'" ? `['${name}']` : `["${name}"]`;
});
const path = fc
	.tuple(blanks, fc.array(step, { minLength: 1, maxLength: 3 }), blanks)
	.map(([before, steps, after]) => `{{${before}$json${steps.join('')}${after}}}`);
const odd = fc.constantFrom(
	...[
		'{{ $json }}',
		'{{ $json.a + 1 }}',
		'{{ $json.a?.b }}',
		'{{ $json .a }}',
		'{{ $json. a }}',
		'{{$json.a;}}',
	],
	...[
		'{{ $json["a" + "b"] }}',
		'{{ }}',
		'{{ $json.a',
		'$json.a }}',
		'{{{ $json.a }}}',
		'{{ $json.a }',
		'{{ ($json.a) }}',
	],
	...[
		'{{ $json.a // x }}',
		'{{ $json[`a`] }}',
		'{{ $json["a\\u0062"] }}',
		'{{ $json[01] }}',
		'{{ $json[1.0] }}',
		'\\{{ $json.a }}',
	],
	...[
		'{{ $json.a }} }}',
		'{{ {{ $json.a }} }}',
		'{{ $JSON.a }}',
		'{{ $json["a\'b"] }}',
		'{{ $json.length }}',
		'{{ $json["a"] . b }}',
	],
);
const around = fc.constantFrom(
	'',
	'',
	'',
	' ',
	'T00:00:00',
	'コード ',
	'\n',
	'=',
	'"',
	'`',
	'$',
	'}',
	'{',
	'\\',
	'${1}',
);
const text1 = fc
	.array(fc.tuple(around, fc.oneof({ arbitrary: path, weight: 8 }, odd), around), {
		minLength: 1,
		maxLength: 3,
	})
	.map((parts) => `=${parts.flat().join('')}`);
const raw = fc.oneof(
	{ arbitrary: path.map((one) => `=${one}`), weight: 4 },
	{ arbitrary: text1, weight: 4 },
	fc.record({ __rl: fc.constant(true), mode: fc.constant('id'), value: text1 }),
	fc.array(fc.record({ name: fc.constant('text'), value: text1 }), { maxLength: 2 }),
);

/** Most objects have what the paths name, so that most paths lead somewhere. */
const full = fc.record({
	a: leaf,
	b: leaf,
	code: leaf,
	氏名: leaf,
	'staff code': leaf,
	'x-y': leaf,
});
const nested = fc.tuple(full, fc.record({ a: full, b: fc.array(leaf) })).map(([one, more]) => ({
	...one,
	...more,
}));
const item = fc
	.oneof(json, full, nested)
	.map((one) => JSON.parse(JSON.stringify(one)) as IDataObject);
const given: fc.Arbitrary<Given> = fc.record({ raw, json: item });

test.each<[N8nVersion, string]>([
	['2.41.1', 'legacy'],
	['2.41.1', 'vm'],
	['1.123.81', 'legacy'],
])(
	'n8n %s, %s engine',
	async (version, engine) => {
		const cases = fc.sample(given, { numRuns: 6_000, seed: 16 });
		const answers = await n8nAnswers(version, engine, cases);
		let answered = 0;
		const wrong = cases.flatMap(({ raw: one, json: item }, index) => {
			const own = takerOf(one)?.(item);
			if (!own) return [];
			answered++;
			const value = JSON.parse(JSON.stringify({ type: typeof own.value, value: own.value }));
			return JSON.stringify(value) === JSON.stringify(answers[index])
				? []
				: [{ raw: one, item, own: value, n8n: answers[index] }];
		});
		expect(wrong).toEqual([]);
		// Otherwise this shows nothing.
		expect(answered).toBeGreaterThan(cases.length / 5);
	},
	600_000,
);
