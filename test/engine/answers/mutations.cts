import type { IDataObject } from 'n8n-workflow';

import {
	isGood,
	mutated,
	mutationsOf,
	nameOf,
	objections,
	reads,
	type Came,
	type Mutation,
} from './parts.cts';
import type { Case } from '../../cases.cts';
import { credentialsOf } from '../../credentials.cts';
import { runNode, stored } from '../engine.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { Entry } from '../../servers/base.cts';

/** One run in so many goes through n8n's routing engine. */
const routedEvery = 25;

/** Operations that read the same list before they do something of their own meet one mutation of it in so many. */
const thinned = 5;

/** Puts every mutation of every answer before every operation of some cases, and looks what comes of it. */
export function mutationTests(cases: Case[]): void {
	let servers: All;
	beforeAll(async () => void (servers = await startAll()));
	afterAll(async () => await servers.close());

	/** How many cases have met an answer. */
	const met = new Map<string, number>();

	test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
		const server = servers[one.node];
		const { type, data } = credentialsOf(servers)[one.node];
		const attempt = async (
			change: (route: string, body: unknown) => unknown,
			routing = false,
		): Promise<Came> => {
			server.reset();
			one.prepare?.(servers);
			const done: Entry[] = [];
			server.mutate = (route, body) => {
				if (isGood(body)) done.push(server.calls.findLast((call) => call.route === route)!);
				return change(route, body);
			};
			const { json, error } = await runNode({
				node: one.node,
				credential: stored(type, { ...data }),
				parameters: one.parameters,
				items: one.items?.(servers),
				routing,
			});
			server.mutate = undefined;
			return { json, error, done };
		};
		const answers = new Map<string, unknown>();
		const unmutated = await attempt((route, body) => {
			if (!answers.has(route)) answers.set(route, structuredClone(body));
			return body;
		});
		expect(unmutated.error).toBeUndefined();
		one.undo?.(servers);
		/** What a read gives stays as it was; what a write gives is what the stand-in holds after it. */
		const held = (): IDataObject[] => (reads(one) ? unmutated.json : one.expected(servers));

		const mutations = [...answers].flatMap(([route, body]): Mutation[] => {
			const times = met.get(route) ?? 0;
			met.set(route, times + 1);
			return mutationsOf(route, body).filter(
				(__, index) => times < 1 || answers.size === 1 || index % thinned === times % thinned,
			);
		});
		expect(mutations.length).toBeGreaterThan(0);
		const wrong: string[] = [];
		for (const [index, mutation] of mutations.entries()) {
			const came = await attempt(
				(route, body) => (route === mutation.route ? mutated(body, mutation) : body),
				index % routedEvery === routedEvery - 1,
			);
			const found = objections(one, mutation, came, held);
			wrong.push(...found.map((words) => `${nameOf(mutation)} → ${words}`));
			one.undo?.(servers);
		}
		expect(wrong).toEqual([]);
	});
}
