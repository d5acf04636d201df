import type { IDataObject, ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';

import { Akashi } from '../../../nodes/Akashi/Akashi.node.ts';
import { mutated, mutationsOf, nameOf, smallest } from './parts.cts';
import { cases, type Case } from '../../cases.cts';
import { credentialsOf } from '../../credentials.cts';
import { mutationTests } from './mutations.cts';
import { startAll, type All } from '../../servers/all.cts';
import { runNode, stored } from '../engine.cts';

describe.each(['omflow', 'amServer'] as const)('%s', (node) => {
	mutationTests(
		smallest(
			cases.filter((one) => one.node === node),
			({ calls }) => calls,
		),
	);
});

type System = Case['node'];
const names: Record<System, RegExp> = {
	akashi: /AKASHI/,
	amServer: /am-server/,
	omflow: /OMFLOW/,
};
const reads: Record<System, INodeParameters> = {
	akashi: { resource: 'alert', operation: 'getAll', returnAll: true },
	amServer: { resource: 'user', operation: 'getAll', returnAll: true },
	omflow: { resource: 'user', operation: 'getAll', returnAll: true },
};
const bad = /Unexpected|bug in the node|undefined|NaN|\[object/;

let servers: All;
const run = async (node: System, more: IDataObject = {}) => {
	const { type, data } = credentialsOf(servers)[node];
	const credential = stored(type, { ...data, ...more } as never);
	const { json, error } = await runNode({ node, credential, parameters: reads[node] });
	return { json, told: error && `${error.message} | ${error.description ?? ''}` };
};

describe('refusals', () => {
	beforeAll(async () => void (servers = await startAll()));
	afterAll(async () => await servers.close());
	const refusals: Record<System, object> = {
		akashi: {
			success: false,
			errors: [{ code: ' ERR1', message: '不正な値です', staff_id: '1', name: '山田太郎' }],
		},
		amServer: { header: { errorcode: 'PE00004', message: 'パラメータが不正です。' }, body: null },
		omflow: {
			status: 404,
			message: 'Failed.',
			result: { status: 'require missing', result: ['org_no'], message: 'Missing' },
		},
	};

	test.each(Object.keys(refusals) as System[])('%s', async (node) => {
		const wrong: string[] = [];
		const route = node === 'akashi' ? 'listAlerts' : 'listUsers';
		for (const mutation of mutationsOf(route, refusals[node])) {
			servers[node].mutate = (one, body) =>
				one === route ? mutated(refusals[node], mutation) : body;
			const { told = 'no error' } = await run(node);
			if (bad.test(told) || !names[node].test(told)) wrong.push(`${nameOf(mutation)} → ${told}`);
		}
		expect(wrong).toEqual([]);
	});
});

describe('sign-ins', () => {
	const signIns = { amServer: 'login', omflow: 'signIn', akashi: 'reissueToken' } as const;

	test.each(Object.entries(signIns) as Array<[System, string]>)('%s', async (node, route) => {
		const fresh = async (change: (body: unknown) => unknown) => {
			// Each is a server of its own: what a sign-in gives is remembered.
			servers = await startAll({ omflow: { users: 3 }, amServer: { users: 2 } });
			servers[node].mutate = (one, body) => (one === route ? change(body) : body);
			const came = await run(node, node === 'akashi' ? { renewToken: true } : {});
			await servers.close();
			return came;
		};
		let answer: unknown;
		const { json, told } = await fresh((body) => (answer = body));
		expect(told).toBeUndefined();
		const wrong: string[] = [];
		for (const mutation of mutationsOf(route, answer)) {
			const came = await fresh((body) => mutated(body, mutation));
			const right = came.told
				? !bad.test(came.told) && names[node].test(came.told)
				: JSON.stringify(came.json) === JSON.stringify(json);
			if (!right) wrong.push(`${nameOf(mutation)} → ${came.told ?? JSON.stringify(came.json)}`);
		}
		expect(wrong).toEqual([]);
	});
});

describe('pickers', () => {
	beforeAll(async () => void (servers = await startAll()));
	afterAll(async () => await servers.close());

	const { listSearch } = new Akashi().methods;
	test.each(Object.keys(listSearch) as Array<keyof typeof listSearch>)('%s', async (method) => {
		const search = async () => {
			// A picker may remember a list for a while, but not that of another token.
			const { tokens, token: first } = servers.akashi;
			const token = `token-${tokens.size}`;
			tokens.set(token, tokens.get(first)!);
			const data = { ...credentialsOf(servers).akashi.data, token };
			const context = {
				getCredentials: async () => data,
				getCurrentNodeParameter: () => 7001,
				getNode: () => ({ name: 'AKASHI' }),
				helpers: {
					async httpRequestWithAuthentication(
						_: string,
						{ url, qs }: { url: string; qs: Record<string, string> },
					) {
						const query = new URLSearchParams({ ...qs, token: String(data.token) });
						const answer = await fetch(`${url}?${query}`);
						const text = await answer.text();
						const body: unknown = text === '' ? text : JSON.parse(text);
						return { statusCode: answer.status, body };
					},
				},
			} as unknown as ILoadOptionsFunctions;
			return (await listSearch[method].call(context)).results;
		};
		const answers = new Map<string, unknown>();
		servers.akashi.mutate = (route, body) => {
			if (!answers.has(route)) answers.set(route, structuredClone(body));
			return body;
		};
		const all = await search();
		expect(answers.size).toBeGreaterThan(0);
		const wrong: string[] = [];
		for (const mutation of [...answers].flatMap(([route, body]) => mutationsOf(route, body))) {
			servers.akashi.mutate = (route, body) =>
				route === mutation.route ? mutated(body, mutation) : body;
			const told = await search().then(
				(choices) => {
					const good = choices.every(
						({ name, value }) =>
							typeof name === 'string' &&
							typeof value === (method === 'searchOrganizationPaths' ? 'string' : 'number'),
					);
					const fewer = choices.length < all.length && typeof mutation.part !== 'object';
					return good && !fewer && !bad.test(JSON.stringify(choices))
						? ''
						: JSON.stringify(choices);
				},
				({ message, description }) =>
					bad.test(`${message} ${description}`) || !/AKASHI/.test(message) ? message : '',
			);
			if (told) wrong.push(`${nameOf(mutation)} → ${told}`);
		}
		expect(wrong).toEqual([]);
	});
});
