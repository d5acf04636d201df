import type { INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { AmServer } from '../../../nodes/AmServer/AmServer.node.ts';
import { Omflow } from '../../../nodes/Omflow/Omflow.node.ts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { pickerContext, stored } from '../engine.cts';
import { mutated, mutationsOf, nameOf } from './parts.cts';

/** The pickers of OMFLOW and am-server before every mutation of every answer: right choices or a named error. */

let servers: All;
beforeAll(async () => void (servers = await startAll()));
afterAll(async () => await servers.close());

type Method = (this: never) => Promise<INodeListSearchResult | INodePropertyOptions[]>;
const omflow = new Omflow().methods;
const amServer = new AmServer().methods;
const pickers: Array<['amServer' | 'omflow', string, Method, RegExp, 'number' | 'string']> = [
	['omflow', 'searchUsers', omflow.listSearch.searchUsers as Method, /OMFLOW/, 'number'],
	['omflow', 'getOrganizations', omflow.loadOptions.getOrganizations as Method, /OMFLOW/, 'string'],
	['amServer', 'getUsers', amServer.loadOptions.getUsers as Method, /am-server/, 'string'],
];
const bad = /Unexpected|bug in the node|undefined|NaN|\[object/;

test.each(pickers)('%s: %s', async (node, _, method, system, kind) => {
	let runs = 0;
	const choices = async () => {
		const { type, data } = credentialsOf(servers)[node];
		// A list is kept for a minute for each credential.
		const credential = stored(type, { ...data, run: ++runs });
		const found = await method.call(pickerContext({ node, credential, parameters: {} }) as never);
		return 'results' in found ? found.results : found;
	};
	const server = servers[node];
	const answers = new Map<string, unknown>();
	server.mutate = (route, body) => {
		if (!answers.has(route)) answers.set(route, structuredClone(body));
		return body;
	};
	const all = await choices();
	const wrong: string[] = [];
	const signIns = ['signIn', 'login'];
	const mutations = [...answers]
		.filter(([route]) => !signIns.includes(route))
		.flatMap(([route, body]) => mutationsOf(route, body));
	expect(mutations.length).toBeGreaterThan(20);
	for (const mutation of mutations) {
		server.mutate = (route, body) => (route === mutation.route ? mutated(body, mutation) : body);
		const told = await choices().then(
			(list) => {
				const good = list.every(
					({ name, value }) => typeof name === 'string' && typeof value === kind,
				);
				// A user may look deleted or disabled, and an organization without a code cannot be picked.
				const flags = ['delete', 'is_active', 'group_no'].includes(String(mutation.path.at(-1)));
				const fewer = list.length < all.length && typeof mutation.part !== 'object' && !flags;
				return good && !fewer && !bad.test(JSON.stringify(list)) ? '' : JSON.stringify(list);
			},
			({ message, description }: Error & { description?: string }) =>
				bad.test(`${message} ${description}`) || !system.test(message) ? message : '',
		);
		if (told) wrong.push(`${nameOf(mutation)} → ${told.slice(0, 200)}`);
	}
	server.mutate = undefined;
	expect(wrong).toEqual([]);
});
