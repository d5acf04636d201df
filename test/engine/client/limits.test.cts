import fc from 'fast-check';
import type {
	IDataObject,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';
import { z } from 'zod';

import { resources } from '../../../nodes/Akashi/Akashi.node.ts';
import { zone } from '../../../nodes/Akashi/contract.ts';
import type { Client } from '../../../nodes/shared/client/client.ts';
import type { Call } from '../../../nodes/shared/contract.ts';
import type { Operation } from '../../../nodes/shared/operation.ts';
import { chapters } from '../../chapters.cts';
import { akashiCalls } from '../../contracts.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { runNode, stored } from '../engine.cts';

/**
 * Bad input for every limit of AKASHI's contract, made from the contract: each value is refused before
 * any request, by the parameter's name in the editor and with the limit.
 */

/** Nothing is looked up where people, projects and tasks are named by IDs. */
const client = {} as Client;
const zones = { workflow: zone, system: zone };

// ---- What the contract says about a parameter

/** The limits of a parameter by its own name. */
type Limit = { required: boolean } & (
	| { kind: 'text'; schema: z.ZodTypeAny; most?: number }
	| { kind: 'date' }
	| { kind: 'number'; least: number; most?: number }
	| { kind: 'id' | 'ids' | 'people' | 'boolean' }
	| { kind: 'choice'; values: readonly string[] }
);

const dates = ['20260401', '20260401000000', '2026/04/01', '2026/04/01 00:00:00'];
const inner = (schema: z.ZodTypeAny): z.ZodTypeAny => {
	if (schema instanceof z.ZodEffects) return inner(schema.innerType());
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
		return inner(schema.unwrap());
	return schema;
};

/** Values of which the contract takes the first that it can. */
const samples = ['A1', 'ア', 'a@example.com', '0123456789ABCDEF'];

/** How many characters a text may have; undefined where it has another form. */
function mostOf(schema: z.ZodTypeAny): number | undefined {
	const one = samples.map((text) => text[0]).find((text) => schema.safeParse(text).success);
	if (one === undefined || schema.safeParse(one.repeat(10_000)).success) return undefined;
	let [takes, refuses] = [1, 10_000];
	while (refuses - takes > 1) {
		const middle = Math.floor((takes + refuses) / 2);
		if (schema.safeParse(one.repeat(middle)).success) takes = middle;
		else refuses = middle;
	}
	return takes;
}

function limitOf(schema: z.ZodTypeAny): Limit | undefined {
	const required = !schema.isOptional();
	const whole = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
	const leaf = inner(schema);
	const takes = (value: unknown) => whole.safeParse(value).success;
	if (leaf instanceof z.ZodString) {
		if (dates.some(takes) && !takes('a') && !takes('1')) return { kind: 'date', required };
		if (takes('1,2') && !takes('a')) return { kind: 'ids', required };
		if (takes('1') && !takes('a') && !takes('0')) return { kind: 'id', required };
		return { kind: 'text', required, schema: whole, most: mostOf(whole) };
	}
	if (leaf instanceof z.ZodNumber) {
		// A refinement names the numbers that are allowed.
		if (whole instanceof z.ZodEffects) return undefined;
		const { minValue: least, maxValue: most } = leaf;
		return takes(0)
			? { kind: 'number', required, least: least ?? 0, most: most ?? undefined }
			: { kind: 'id', required };
	}
	if (leaf instanceof z.ZodBoolean || leaf instanceof z.ZodLiteral)
		return { kind: 'boolean', required };
	if (leaf instanceof z.ZodArray && leaf.element instanceof z.ZodNumber)
		return { kind: 'ids', required };
	if (leaf instanceof z.ZodEnum) return { kind: 'choice', required, values: leaf.options };
	return undefined;
}

/** The limits of all parameters of a request, nested ones as well, and of those in the path. */
function limitsOf({ request, path }: Call): Map<string, Limit> {
	const limits = new Map<string, Limit>();
	for (const [, name] of path.matchAll(/\{(\w+_id)\}/g))
		limits.set(name, { kind: 'id', required: true });
	const walk = (schema: z.ZodTypeAny) => {
		const leaf = inner(schema);
		if (leaf instanceof z.ZodArray) walk(leaf.element);
		if (!(leaf instanceof z.ZodObject)) return;
		for (const [name, field] of Object.entries(leaf.shape as z.ZodRawShape)) {
			const limit = limitOf(field);
			if (limit && !limits.has(name)) limits.set(name, limit);
			else walk(field);
		}
	};
	walk(request);
	return limits;
}

// ---- What the editor has for it

/** A few parameters have another form there. */
const inEditor = (limit: Limit, { type, description }: INodeProperties): Limit => {
	const { required } = limit;
	if (limit.kind === 'choice' && type === 'boolean') return { kind: 'boolean', required };
	// 6.30: lists of people, of whom text may be a code as well; `owner` is the list of those who are to be one.
	const looksUp = /codes .* may stand for IDs/.test(description ?? '');
	return type === 'multiOptions' && looksUp ? { kind: 'people', required } : limit;
};

interface Field {
	field: INodeProperties;
	property: string;
	limit: Limit;
	/** The node's parameters with `value` in this field and good values in the required others. */
	parameters: (value: unknown) => INodeParameters;
}

const byOperation = resources.flatMap(({ value: resource, operations }) =>
	operations.map((operation) => {
		const name = `${resource}.${operation.entry.value}`;
		const served = Object.entries(chapters).filter(([, one]) => one.operations.includes(name));
		const limits = new Map<string, Limit>();
		for (const call of Object.values(akashiCalls) as Call[]) {
			if (!served.some(([number]) => number === call.source)) continue;
			for (const [property, limit] of limitsOf(call))
				if (!limits.has(property)) limits.set(property, limit);
		}
		return { name, resource, operation, limits };
	}),
);

function good(limit: Limit): unknown {
	if (limit.kind === 'text') {
		return samples.find((value) => limit.schema.safeParse(value).success);
	}
	if (limit.kind === 'choice') return limit.values[0];
	return { date: '2026-04-01', number: 1, id: 1, ids: '1, 2', people: [1, 2], boolean: true }[
		limit.kind
	];
}

/** A field and the entries of a collection, each with how its value is put into the parameters. */
function placed(
	field: INodeProperties,
	put: (value: unknown) => INodeParameters = (value) =>
		({
			[field.name]: field.type === 'resourceLocator' ? { __rl: true, mode: 'id', value } : value,
		}) as INodeParameters,
): Array<{ field: INodeProperties; put: typeof put }> {
	const options = (field.options ?? []) as Array<INodeProperties | INodePropertyCollection>;
	return [
		{ field, put },
		...(field.type === 'collection'
			? (options as INodeProperties[]).flatMap((entry) =>
					placed(entry, (value) => put({ [entry.name]: value })),
				)
			: []),
	];
}

/** Somebody or some place by a code, which nobody looks up. */
const byCode = { __rl: true, mode: 'code', value: 'A1' };

/** Pickers that are required, but send something that the contract has under other names. */
const pickers = ({ operation, limits }: (typeof byOperation)[number]): INodeProperties[] =>
	operation.fields.filter(
		({ type, required, routing, displayOptions }) =>
			type === 'resourceLocator' &&
			required &&
			!limits.has(String(routing?.send?.property)) &&
			(displayOptions?.show?.reserve !== undefined || displayOptions === undefined),
	);

/** What has to be chosen in other fields so that a field is shown. */
const conditions = ({ fields }: Operation, { displayOptions }: INodeProperties) => [
	...Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [name, values![0]]),
	...Object.entries(displayOptions?.hide ?? {}).map(([path, values]) => {
		const name = path.replace('/', '');
		const options = fields.find((field) => field.name === name)!.options as INodePropertyOptions[];
		return [name, options.find(({ value }) => !values!.includes(value))!.value];
	}),
];

function fieldsOf(one: (typeof byOperation)[number]): Field[] {
	const { resource, operation, limits } = one;
	const all = operation.fields.flatMap((field) => placed(field));
	const propertyOf = (field: INodeProperties) => field.routing?.send?.property;
	return all.flatMap(({ field, put }) => {
		const property = propertyOf(field);
		const documented = property === undefined ? undefined : limits.get(property);
		if (!documented) return [];
		const limit = inEditor(documented, field);
		const chosen = Object.fromEntries([
			...operation.fields.map((other) => [other.name, other.default]),
			...conditions(operation, field),
		]) as INodeParameters;
		const others = Object.fromEntries(
			pickers(one).map(({ name }) => [name, byCode]),
		) as INodeParameters;
		for (const other of operation.fields) {
			const its = limits.get(String(propertyOf(other)));
			if (other === field || !its || !(other.required || its.required)) continue;
			const shown = Object.entries(other.displayOptions?.show ?? {});
			if (!shown.every(([name, values]) => values!.includes(chosen[name] as string))) continue;
			Object.assign(others, placed(other)[0].put(good(inEditor(its, other))));
		}
		const parameters = (value: unknown): INodeParameters => ({
			resource,
			operation: operation.entry.value,
			...chosen,
			...others,
			...put(value),
		});
		return [{ field, property: property!, limit, parameters }];
	});
}

// ---- Bad values and what is said about them

interface Bad {
	value: unknown;
	/** What the message says after the parameter's name. */
	words: string | RegExp;
	/** Which entry of a list it is about, from 1. */
	entry?: number;
}

const pool = [
	'\u0007',
	'a',
	'Z',
	'0',
	'9',
	'-',
	'_',
	'/',
	'.',
	' ',
	'ア',
	'ー',
	'。',
	'漢',
	'é',
	'!',
	'😀',
	// One character, though it takes two units of UTF-16.
	'𠮷',
];
/** Characters of which the contract takes any number, and those that it never takes. */
const characters = (schema: z.ZodTypeAny) => {
	const takes = (value: string) => schema.safeParse(value).success;
	const [control, ...others] = pool;
	return {
		allowed: others.filter(takes),
		forbidden: [control, ...others].filter((one) => !takes(one)),
	};
};
/** The contract's own words; zod's own do not continue a sentence. */
const wordsOf = (schema: z.ZodTypeAny, value: unknown) => {
	const [{ message }] = schema.safeParse(value).error!.issues;
	return /^must/.test(message) ? message : /must/;
};

/** What a picker, and the field by which an upsert finds its record, say when they are empty. */
const wordsForNothing = ({ type, displayOptions }: INodeProperties) => {
	if (type === 'resourceLocator') return 'must not be empty';
	return displayOptions?.show?.matchOn ? 'must be given, since "Match On"' : undefined;
};

function badValues({ field, limit }: Field): Bad[] {
	const empty = limit.required || field.required ? [''] : [];
	switch (limit.kind) {
		case 'text': {
			const { schema, most } = limit;
			const { allowed, forbidden } = characters(schema);
			const values = [...empty];
			if (most !== undefined) values.push((allowed[0] ?? 'a').repeat(most + 1));
			// With no character allowed alone, it is a pattern: too short, and not of its kind.
			values.push(
				...(allowed.length > 0 ? forbidden.slice(0, 3) : ['a', '漢字', 'a@', '0'.repeat(17)]),
			);
			return values.map((value) => ({
				value,
				words: (value === '' && wordsForNothing(field)) || wordsOf(schema, value),
			}));
		}
		case 'date':
			return [...empty, '2026-02-30', '2026-13-01', '31 March', '260401', 20260401].map(
				(value) => ({
					value,
					words: 'must be a date such as 2026-04-01',
				}),
			);
		case 'number': {
			const { least, most } = limit;
			const above = most === undefined ? [] : [most + 1];
			const words = `must be a whole number ${most === undefined ? `of at least ${least}` : `from ${least} to ${most}`}`;
			return [...empty, least - 1, ...above, 1.5, 'many'].map((value) => ({ value, words }));
		}
		case 'id':
			return [...empty, 0, -3, 1.5, 'E00001'].map((value) => ({
				value,
				words:
					/must be an ID: a whole number greater than 0|must contain at least one ID: whole numbers greater than 0|must not be empty/,
			}));
		case 'ids':
			return [...empty, 0, ' , ', 'E00001', '1, -2', []].map((value) => ({
				value,
				words: /must contain at least one ID: whole numbers greater than 0|must not be empty if/,
			}));
		// Text is looked up, and refused where people are (masters.test.cts).
		case 'people':
			return [0, -3, 1.5, true, [0], [1, -2], [1, 2, {}]].map((value) => ({
				value,
				words: 'must be a staff code, an email address or an ID',
				entry: Array.isArray(value) ? value.length : 1,
			}));
		case 'choice':
			return [
				...empty.map((value) => ({ value, words: /must/ })),
				{ value: 'maybe', words: /must be one of / },
			];
		case 'boolean':
			return [{ value: 'maybe', words: 'must be true or false' }];
	}
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const sentence = ({ displayName }: INodeProperties, { words, entry }: Bad) =>
	new RegExp(
		`^The parameter "${escaped(displayName)}${entry ? ` \\(entry ${entry}\\)` : ''}" ${words instanceof RegExp ? `.*(${words.source})` : escaped(words)}`,
	);

// ---- Rows of which something is missing

interface Gap {
	operation: Operation;
	parameters: INodeParameters;
	missing: string[];
}

/** What the pickers of an operation add to its rows. */
const named: Record<string, object> = {
	'transfer.create': { staff_code: 'A1' },
	'permission.assign': { staff_code: 'A1', manage_organization_code: 'A1' },
	'permission.reserve': { staff_code: 'A1', reservation_manage_organization_code: 'A1' },
};

/** Rows that an operation's own check takes, without what the contract's rules about several fields require. */
function gaps(one: (typeof byOperation)[number]): Gap[] {
	const { operation, resource } = one;
	const call = (Object.values(akashiCalls) as Call[]).find(
		({ source }) => source in chapters && chapters[source].operations.includes(one.name),
	);
	const list =
		call &&
		Object.values((inner(call.request) as z.ZodObject<z.ZodRawShape>).shape ?? {})
			.map(inner)
			.find((schema) => schema instanceof z.ZodArray);
	const row = list?.element as z.ZodTypeAny | undefined;
	if (!(row instanceof z.ZodEffects)) return [];
	const fields = fieldsOf(one);
	const full = new Map(fields.map(({ property, limit }) => [property, good(limit)]));
	const record = (names: string[]) =>
		Object.fromEntries([
			...names.map((name) => [name, full.get(name)]),
			...pickers(one).map(({ routing }) => [routing!.send!.property, byCode]),
			...(resource === 'permission' ? [['reserve', 'both']] : []),
		]) as IDataObject;
	// What excludes something else is dropped first.
	for (;;) {
		const { error } = operation.input(zones, client).safeParse(record([...full.keys()]));
		const name = String(error?.issues[0].path[0]);
		if (!error || !full.delete(name)) break;
	}
	const contractual = (names: string[]) =>
		Object.fromEntries(
			names.map((name) => {
				const limit = one.limits.get(name)!;
				return [name, limit.kind === 'date' ? '2026/04/01' : good(limit)];
			}),
		);
	const all = [...full.keys()];
	const optional = all.filter((name) => !one.limits.get(name)!.required);
	return [...optional.map((name) => [name]), optional].flatMap((missing) => {
		const rest = all.filter((name) => !missing.includes(name));
		// What is looked up first may be there, and then needs less; that has tests of its own.
		const found = {
			...(operation.entry.value === 'upsert' ? { staff_id: 1 } : {}),
			...(pickers(one).length > 0 ? named[one.name] : {}),
		};
		if (row.safeParse({ ...contractual(rest), ...found }).success) return [];
		const parameters = {
			resource,
			operation: operation.entry.value,
			...Object.fromEntries(pickers(one).map(({ name }) => [name, byCode])),
			...(one.name === 'permission.reserve' ? { reserve: 'both' } : {}),
		} as INodeParameters;
		// What the editor itself requires can only be empty by an expression.
		for (const field of operation.fields) {
			if (missing.includes(String(field.routing?.send?.property)))
				Object.assign(parameters, placed(field)[0].put('={{ "" }}'));
		}
		for (const { property, field } of fields) {
			if (!rest.includes(property)) continue;
			const { put } = operation.fields
				.flatMap((top) => placed(top))
				.find((at) => at.field === field)!;
			for (const [name, value] of Object.entries(put(full.get(property)))) {
				const before = parameters[name];
				parameters[name] =
					before && typeof before === 'object' ? { ...before, ...(value as object) } : value;
			}
		}
		return [{ operation, parameters, missing }];
	});
}

// ---- The tests

let servers: All;
beforeAll(async () => {
	servers = await startAll();
});
afterAll(async () => await servers.close());

async function run(parameters: INodeParameters, items: IDataObject[], routing: boolean) {
	const { type, data } = credentialsOf(servers).akashi;
	servers.akashi.reset();
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters,
		items,
		routing,
		onError: 'continueRegularOutput',
	});
}

const fields = byOperation.flatMap((one) =>
	fieldsOf(one).map((field) => ({
		...field,
		name: `${one.name} ${field.property}`,
		operation: one.operation,
	})),
);
const bad = fields
	.map((field) => ({ ...field, values: badValues(field) }))
	.filter(({ values }) => values.length > 0);
const missing = byOperation.flatMap((one) => gaps(one).map((gap) => ({ ...gap, name: one.name })));

test('there is bad input for every documented limit', () => {
	const count = bad.reduce((sum, { values }) => sum + values.length, missing.length);
	console.log(
		`${count} bad inputs: ${bad.length} fields of ${byOperation.length} operations, ${missing.length} rows with gaps`,
	);
	expect(count).toBeGreaterThanOrEqual(120);
});

test.each(bad.map((one) => [one.name, one] as const))('%s', async (_, one) => {
	const parameters = one.parameters('={{ $json.value }}');
	const items = one.values.map(({ value }) => ({ value }) as IDataObject);
	// Both paths end in the same check: one field an operation shows that for n8n's own.
	const first = bad.find(({ operation }) => operation === one.operation) === one;
	for (const routing of first ? [false, true] : [false]) {
		const { json } = await run(parameters, items, routing);
		expect(json).toHaveLength(items.length);
		json.forEach(({ error }, index) =>
			expect(error).toMatch(sentence(one.field, one.values[index])),
		);
		expect(servers.akashi.calls).toEqual([]);
	}
});

test.each(missing.map((one) => [`${one.name} without ${one.missing.join(', ')}`, one] as const))(
	'%s',
	async (_, { operation, parameters }) => {
		const names = operation.fields
			.flatMap((field) => placed(field))
			.map(({ field }) => field.displayName);
		for (const routing of [false, true]) {
			const { json } = await run(parameters, [{}], routing);
			const [, name] = /^The parameter "([^"]+)" must/.exec(String(json[0].error)) ?? [];
			expect([json[0].error, names.includes(name)]).toEqual([json[0].error, true]);
			expect(servers.akashi.calls).toEqual([]);
		}
	},
);

describe('good values at the limit pass', () => {
	fc.configureGlobal({ numRuns: 25 });
	const schemas = new Map(
		byOperation.map((one) => [one.operation, one.operation.input(zones, client)]),
	);
	const beside = new Map(
		byOperation.map((one) => [
			one.operation,
			Object.fromEntries(pickers(one).map(({ routing }) => [routing!.send!.property, byCode])),
		]),
	);
	/** What the operation's own check says of one field. */
	const issuesOf = ({ operation, property }: (typeof fields)[number], value: unknown) =>
		(
			schemas
				.get(operation)!
				.safeParse({ reserve: 'both', ...beside.get(operation), [property]: value }).error
				?.issues ?? []
		)
			.filter(({ path }) => path[0] === property)
			.map(({ message }) => message);

	test.each(fields.map((one) => [one.name, one] as const))('%s', (_, one) => {
		const { limit } = one;
		const passes = (value: unknown) => expect([value, issuesOf(one, value)]).toEqual([value, []]);
		if (limit.kind === 'number') {
			passes(limit.least);
			passes(limit.most ?? Number.MAX_SAFE_INTEGER);
			fc.assert(
				fc.property(fc.integer({ min: limit.least, max: limit.most }), (value) => {
					passes(value);
					passes(String(value));
				}),
			);
		} else if (limit.kind === 'text') {
			const { allowed } = characters(limit.schema);
			if (allowed.length === 0) return passes(good(limit));
			const unit = fc.constantFrom(...allowed);
			const most = limit.most ?? 200;
			// Blanks alone are as good as nothing.
			const text = fc
				.string({ unit, minLength: 1, maxLength: most })
				.filter((one) => one.trim() !== '');
			fc.assert(fc.property(text, passes));
			fc.assert(fc.property(fc.string({ unit, minLength: most, maxLength: most }), passes), {
				numRuns: 10,
			});
			if (limit.most === undefined || !allowed.includes('𠮷')) return;
			passes('𠮷'.repeat(most));
			expect(issuesOf(one, '𠮷'.repeat(most + 1))).toHaveLength(1);
		} else if (limit.kind === 'choice') {
			limit.values.forEach(passes);
		} else if (limit.kind === 'date') {
			const from = new Date('2000-01-01');
			const day = fc.date({ min: from, max: new Date('2100-01-01'), noInvalidDate: true });
			fc.assert(fc.property(day, (at) => passes(at.toISOString().slice(0, 10))));
		} else passes(good(limit));
	});
});
