import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Akashi } from '../../nodes/Akashi/Akashi.node.ts';
import { AmServer } from '../../nodes/AmServer/AmServer.node.ts';
import { Omflow } from '../../nodes/Omflow/Omflow.node.ts';
import { cases, type Case } from '../cases.cts';
import { tokenCase } from '../cases/akashi/token.cts';
import { LeakSearch } from '../leaks.cts';
import { startAll, type All } from '../servers/all.cts';
import { Desk } from './desk.cts';
import {
	RestError,
	START,
	workflowOf,
	type CredentialReference,
	type Run,
	type Step,
	type Workflow,
} from './instance.cts';
import {
	kinds,
	planted,
	startFailing,
	type FailingServer,
	type System,
	type Target,
} from './failingServer.cts';
import { sweepTriggers, type TriggerWorld } from './sweepTriggers.cts';

/**
 * No secret shows: every operation and every trigger meets every fault in a real n8n that logs all it can, and then
 * all that n8n answered, logged and stored is searched.
 */

/** Milliseconds after which a server that says nothing is given up. */
const timeout = 400;

/** An operation in use, with items that were made ready for it. */
interface Operation {
	name: string;
	system: System;
	parameters: INodeParameters;
	items: IDataObject[];
}

/** One node of a workflow: what it does, and what n8n calls it. */
interface Job {
	operation: Operation;
	onError?: Step['onError'];
	routed?: boolean;
}

const nameOf = ({ node, parameters }: Case) =>
	`${node}.${parameters.resource}.${parameters.operation}`;

/** One case an operation, the one with the fewest items. */
function operationsOf(servers: All): Operation[] {
	const made = new Map<string, Operation>();
	for (const one of [...cases, tokenCase]) {
		one.prepare?.(servers);
		const items = (one.items?.(servers) ?? [{}]).slice(0, 2);
		if (one !== tokenCase) one.undo?.(servers);
		const name = nameOf(one);
		const known = made.get(name);
		if (known && known.items.length <= items.length) continue;
		const parameters = { ...one.parameters };
		if (name === 'amServer.user.create') parameters.password = whenItRuns(planted.newPassword);
		if (parameters.actAs === 'user') parameters.password = whenItRuns(planted.userPassword);
		made.set(name, { name, system: one.node, parameters, items });
	}
	const name = 'akashi.staff.get by token';
	const targetToken = whenItRuns(planted.otherToken);
	const parameters = {
		resource: 'staff',
		operation: 'get',
		staffIdentifiedBy: 'token',
		targetToken,
	};
	const actAs = { actAs: 'personToken', personToken: whenItRuns(planted.personToken) };
	const asPerson = [
		{ resource: 'stamp', operation: 'create', type: 11, options: { outOfOrder: 'skip' } },
		{ resource: 'stamp', operation: 'getAll' },
		{ resource: 'alert', operation: 'getAll' },
		{ resource: 'token', operation: 'reissue' },
	].map(
		(one): Operation => ({
			name: `akashi.${one.resource}.${one.operation} by person`,
			system: 'akashi',
			parameters: { ...one, ...actAs },
			items: [{}],
		}),
	);
	return [...made.values(), { name, system: 'akashi', parameters, items: [{}] }, ...asPerson];
}

/** A secret as a parameter, put together when it runs: the workflow and its items, which n8n stores, do not hold it. */
const whenItRuns = (secret: string) => `={{ '${secret.slice(0, 7)}' + '${secret.slice(7)}' }}`;

/** A pattern for the kinds of faults to go through: all of them take too long for every `npm test`. */
const wanted = process.env.KINTAI_SWEEP ?? '.';

let desk: Desk;
let operations: Operation[];
const failing: FailingServer[] = [];
/** All that n8n answered. */
const told: Array<[name: string, text: string]> = [];
const missed: string[] = [];
let runs = 0;
let combinations = 0;

const isSignIn = ({ name }: Operation) => /\.(session\.login|token\.reissue)( |$)/.test(name);
const isOfSignIn = (kind: string) => kinds[kind].mistyped || kinds[kind].forgets;
/** Puts a secret out when it succeeds: comes last of all. */
const isReissue = ({ name }: Operation) => name.startsWith('akashi.token.reissue');
/** With a mistyped credential, a person's own token still works. */
const succeeds = (one: Operation, kind: string) =>
	isReissue(one) &&
	(kind === 'no fault' || (kinds[kind].mistyped === true && one.name.endsWith('by person')));

beforeAll(async () => {
	// Every fault goes through every operation: what is waited for is no matter here.
	desk = await Desk.open('2.41.1', 2_000, {
		// Publications that fail are tried again for a while, and others must not wait for them.
		N8N_WORKFLOW_PUBLICATION_CONCURRENCY: '100',
	});
	const servers = await startAll({ akashi: { seed: 1 } });
	operations = operationsOf(servers);
	await servers.close();
}, 300_000);
afterAll(async () => {
	await desk?.close();
	await Promise.all(failing.map(({ server }) => server.close()));
});

/** A workflow whose nodes each have items of their own, one after another. */
function workflow(
	{ kind, credentialType }: FailingServer,
	credential: CredentialReference,
	jobs: Job[],
): Workflow {
	const built = workflowOf();
	const pinData: Workflow['pinData'] = {};
	const { nodes, connections } = built;
	const link = (from: string, to: string) =>
		((connections[from] ??= { main: [[]] }).main[0] ??= []).push({
			node: to,
			type: 'main',
			index: 0,
		});
	jobs.forEach(({ operation, onError, routed }, index) => {
		const before = `Items ${index}`;
		pinData[before] = operation.items.map((json) => ({ json })) as never;
		const place = { typeVersion: 1, position: [0, index * 100] as [number, number] };
		const requestOptions = {
			...(operation.parameters.requestOptions as INodeParameters | undefined),
			...(kinds[kind].waits ? { timeout } : {}),
		};
		nodes.push(
			{ ...place, id: before, name: before, type: 'n8n-nodes-base.noOp', parameters: {} },
			{
				...place,
				id: `work-${index}`,
				name: `Node ${index}`,
				type: desk.typeOf(operation.system, routed),
				parameters: { ...operation.parameters, requestOptions },
				credentials: { [credentialType]: credential },
				...(onError ? { onError } : {}),
			},
		);
		link(START, before);
		link(before, `Node ${index}`);
	});
	return { ...built, pinData };
}

/** Runs jobs as one workflow, and notes which of them met no fault. */
async function execute(
	failingServer: FailingServer,
	credential: CredentialReference,
	jobs: Job[],
	everyJob = true,
): Promise<Run> {
	const run = await desk.n8n.run(workflow(failingServer, credential, jobs), {
		timeoutSeconds: 240,
	});
	const title = `${failingServer.system}, ${failingServer.target}, ${failingServer.kind}`;
	told.push([`execution ${run.executionId} (${title})`, run.raw]);
	jobs.forEach(({ operation }, index) => {
		const [task] = run.runData[`Node ${index}`] ?? [];
		if (!task) {
			missed.push(`${title}: ${operation.name} did not run`);
			return;
		}
		runs++;
		const [from, to] = [task.startTime, task.startTime + task.executionTime];
		const hit = failingServer.hits.some((at) => at >= from - 2 && at <= to + 2);
		if (everyJob && !hit) missed.push(`${title}: ${operation.name} met no fault`);
	});
	return run;
}

/** Works on a list, some entries at a time. */
async function pool<T>(list: T[], width: number, work: (one: T) => Promise<void>): Promise<void> {
	const left = [...list];
	const worker = async () => {
		for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
	};
	await Promise.all(Array.from({ length: width }, worker));
}

async function tell(name: string, work: () => Promise<unknown>): Promise<void> {
	try {
		told.push([name, JSON.stringify(await work())]);
	} catch (error) {
		if (!(error instanceof RestError)) throw error;
		told.push([name, error.body]);
	}
}

/** The lists that the editor asks each node for. */
const pickers = Object.fromEntries(
	Object.entries({ akashi: new Akashi(), amServer: new AmServer(), omflow: new Omflow() }).map(
		([system, { methods }]) => [
			system,
			Object.entries(methods).flatMap(([kind, all]) =>
				Object.keys(all).map((method) => ({ kind: kind as 'listSearch' | 'loadOptions', method })),
			),
		],
	),
);
/** Run by n8n's own routing engine as well. */
const routedToo = [
	'akashi.staff.get',
	'akashi.staff.create',
	'omflow.leaveRecord.getAll',
	'amServer.attendance.getAll',
	'amServer.user.create',
];

/** One stand-in with its fault: everything that a person can do with it. */
async function sweep(system: System, kind: string, target: Target, place: number): Promise<void> {
	const failingServer = await startFailing(system, kind, target);
	failing.push(failingServer);
	const { credentialType, credential: data } = failingServer;
	const credential = await desk.n8n.createCredential(credentialType, data, `${kind} ${target}`);
	const own = operations.filter((one) => one.system === system);
	const simple = own.find(({ name }) => routedToo.includes(name))!;
	const run = async (jobs: Job[], everyJob = true) =>
		await execute(failingServer, credential, jobs, everyJob);

	let chosen: Operation[];
	if (target === 'sign-in') {
		const signIns = own.filter((one) => isSignIn(one) && !succeeds(one, kind));
		chosen = [simple, ...signIns];
	} else if (target === 'writes') chosen = own.filter(({ name }) => name.endsWith('.upsert'));
	else chosen = own.filter((one) => !isSignIn(one));
	// Ends the session: whoever comes after it signs in anew.
	chosen.sort((a, b) => Number(a.name.endsWith('logout')) - Number(b.name.endsWith('logout')));
	combinations += chosen.length;

	// A sign-in that failed a moment ago is not tried again for each node, and a logout leaves none.
	const everyJob = (operation: Operation) =>
		target !== 'sign-in' && !kinds[kind].mistyped && !operation.name.endsWith('logout');
	const hitBefore = failingServer.hits.length;
	const jobs = chosen.flatMap((operation, index): Job[] => [
		{ operation, onError: 'continueRegularOutput' },
		...(operation === simple || (index + place) % 2 === 0
			? [{ operation, onError: 'continueErrorOutput' as const }]
			: []),
		...(routedToo.includes(operation.name)
			? [{ operation, routed: true, onError: 'continueRegularOutput' as const }]
			: []),
	]);
	const [certain, others] = [true, false].map((every) =>
		jobs.filter(({ operation }) => everyJob(operation) === every),
	);
	if (certain.length > 0) await run(certain, kind !== 'no fault');
	if (others.length > 0) await run(others, false);

	// An error that ends an execution is stored whole; each needs an execution of its own.
	const stopping = chosen.filter((one, index) => one === simple || (index + place) % 12 === 0);
	for (const operation of stopping) {
		if (kind === 'no fault') break;
		await run([{ operation }], everyJob(operation));
		if (operation === simple) await run([{ operation, routed: true }], everyJob(operation));
	}
	if (failingServer.hits.length === hitBefore && kind !== 'no fault') {
		missed.push(`${system}, ${target}, ${kind}: no fault at all`);
	}

	if (target === 'writes') return;
	const shown: Array<Promise<void>> = [];
	if (target === 'work') {
		const lists = pickers[system];
		// Two of them a kind of fault: the next kind takes the next two.
		const two = [2 * place, 2 * place + 1].map((at) => lists[at % lists.length]);
		for (const list of new Set(two)) {
			shown.push(
				tell(
					`picker ${list.method}, ${kind}`,
					async () =>
						await desk.n8n.listOptions({
							nodeType: desk.typeOf(system),
							...list,
							credentials: { [credentialType]: credential },
							currentNodeParameters: { projectId: { __rl: true, mode: 'id', value: '7001' } },
						}),
				),
			);
		}
	}
	const secret = system === 'akashi' ? 'token' : 'password';
	for (const tested of [data, { ...data, [secret]: planted.wrong }]) {
		shown.push(
			tell(
				`credential test of ${system}, ${kind}`,
				async () => await desk.n8n.testCredential(credentialType, tested),
			),
		);
	}
	if (kinds[kind].waits) {
		// Without a node there is no timeout to set: the server ends what hangs.
		await sleep(2_000);
		await failingServer.server.close();
	}
	await Promise.all(shown);
	await tell(
		'credential as shown',
		async () => await desk.n8n.rest('GET', `/rest/credentials/${credential.id}?includeData=true`),
	);
}

/** The files that n8n keeps, byte by byte. */
function* files(folder: string): Generator<[name: string, text: string]> {
	for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
		// The installed package holds no data.
		if (!entry.isFile() || entry.parentPath.includes('node_modules')) continue;
		yield [`file ${entry.name}`, readFileSync(join(entry.parentPath, entry.name), 'latin1')];
	}
}

const secretsOf = (of: FailingServer[]): string[] => [
	...new Set([...Object.values(planted), ...of.flatMap((one) => one.secrets())]),
];

test('no secret in items, errors, logs, stored executions, pickers or credential tests', async () => {
	const systems: System[] = ['akashi', 'amServer', 'omflow'];
	const worlds = Object.keys(kinds).flatMap((kind, place) =>
		systems
			.filter((system) => (kinds[kind].only ?? system) === system)
			.flatMap((system) =>
				(
					[
						'work',
						'sign-in',
						...(system === 'akashi' && !isOfSignIn(kind) ? ['writes'] : []),
					] as Target[]
				).map((target) => ({ system, kind, target, place })),
			),
	);
	const chosen = worlds.filter(({ kind }) => new RegExp(wanted).test(kind));
	// The longest first.
	chosen.sort((a, b) => a.system.localeCompare(b.system) || b.target.localeCompare(a.target));
	const ofTriggers = chosen.filter((world): world is TriggerWorld => world.target !== 'writes');
	await Promise.all([
		pool(chosen, 8, async ({ system, kind, target, place }) => {
			await sweep(system, kind, target, place);
		}),
		pool(ofTriggers, 8, async (world) => {
			await sweepTriggers(desk.n8n, world, { told, missed, failing });
		}),
	]);
	expect(missed).toEqual([]);

	const search = new LeakSearch(secretsOf(failing));
	for (const [name, text] of told) search.in(name, text);
	for (const [name, text] of files(desk.n8n.userFolder)) search.in(name, text);
	const log = desk.n8n.log();
	expect(log).toMatch(/debug/);
	search.in('log', log);
	process.stderr.write(
		`sweep: ${combinations} pairs of operation and fault, ${runs} node runs, ` +
			`${told.length} answers of n8n; ${search.secrets.length} secrets searched in ` +
			`${search.texts} texts, ${(search.characters / 2 ** 20).toFixed(1)} MB\n`,
	);
	expect(search.leaks.slice(0, 20)).toEqual([]);
}, 900_000);

test.each(['', ' by person'])(
	'a reissued token%s is in its own item and nowhere else',
	async (by) => {
		const failingServer = await startFailing('akashi', 'no fault', 'writes');
		failing.push(failingServer);
		const { credentialType, credential: data } = failingServer;
		const credential = await desk.n8n.createCredential(credentialType, data, 'reissue');
		const operation = operations.find(({ name }) => name === `akashi.token.reissue${by}`)!;
		const logged = desk.n8n.log().length;
		const run = await execute(failingServer, credential, [{ operation }], false);
		const [{ json }] = run.items('Node 0');
		const given = String(json.token);
		expect(failingServer.secrets()).toContain(given);

		const others = new LeakSearch(secretsOf([failingServer]).filter((secret) => secret !== given));
		others.in('execution', run.raw);
		expect(others.leaks).toEqual([]);
		expect(run.raw.split(given)).toHaveLength(2);

		const all = new LeakSearch(secretsOf([failingServer]));
		all.in('log', desk.n8n.log().slice(logged));
		expect(all.leaks).toEqual([]);
	},
);
