import { setTimeout as sleep } from 'node:timers/promises';
import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf, secretsIn } from '../credentials.cts';
import { startAll, type All } from '../servers/all.cts';
import {
	packPackage,
	restartN8n,
	startN8n,
	type CredentialReference,
	type N8n,
	type StartOptions,
	type Workflow,
} from './instance.cts';

/**
 * Triggers in a real n8n: published, events made in the stand-ins, executions counted; killed and started again. n8n takes no
 * interval below a minute, but several times of a minute.
 */

const everyFewSeconds = Array.from({ length: 12 }, (_, at) => ({
	mode: 'custom',
	cronExpression: `${at * 5} * * * * *`,
}));
const polled = 8_000;

/** A trigger by itself. */
const workflowOf = (
	type: string,
	parameters: INodeParameters,
	credentials: Record<string, CredentialReference>,
): Workflow => ({
	name: type,
	nodes: [
		{
			id: 'trigger',
			name: 'Trigger',
			type: `n8n-nodes-kintai.${type}`,
			typeVersion: 1,
			position: [0, 0],
			parameters: {
				...parameters,
				pollTimes: { item: everyFewSeconds },
			},
			credentials,
		},
		{
			id: 'after',
			name: 'After',
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [200, 0],
			parameters: {},
		},
	],
	connections: { Trigger: { main: [[{ node: 'After', type: 'main', index: 0 }]] } },
});

/** One trigger: what is made happen in a stand-in, and how the item of it is told. */
interface Watched {
	system: keyof ReturnType<typeof credentialsOf>;
	parameters: INodeParameters;
	/** Adds the one of this number; tells its names, as `named` does of items. */
	add: (servers: All, serial: number) => string[];
	named: (item: IDataObject) => unknown;
	/** The words of an error of this system. */
	word: string;
}

const watched: Watched[] = [
	{
		system: 'akashi',
		parameters: { events: ['staffAdded', 'stampCreated'] },
		add: ({ akashi }, serial) => {
			const [first] = akashi.staff;
			const staffId = 9_000 + serial;
			akashi.staff.push({ ...structuredClone(first), staffId, staffCode: `NEW${serial}` });
			const stamped = DateTime.now().setZone('Asia/Tokyo').startOf('second');
			const before = akashi.punches.get(first.staffId) ?? [];
			const punch = [stamped.toFormat('yyyy/MM/dd HH:mm:ss'), 11] as [string, number];
			akashi.punches.set(first.staffId, [...before, punch]);
			return [`${staffId}`, stamped.toISO({ suppressMilliseconds: true })!];
		},
		named: ({ event, staffId, stampedAt }) => (event === 'staffAdded' ? `${staffId}` : stampedAt),
		word: 'AKASHI',
	},
	{
		system: 'omflow',
		parameters: { events: ['userAdded'] },
		add: ({ omflow }, serial) => {
			const id = 9_000 + serial;
			const username = `new${serial}`;
			omflow.users.push({ ...structuredClone(omflow.users[1]), id, username });
			return [username];
		},
		named: ({ userName }) => userName,
		word: 'OMFLOW',
	},
	{
		system: 'amServer',
		parameters: { events: ['userAdded'] },
		add: ({ amServer }, serial) => {
			const userid = `new00${serial}`;
			const username = `新人 ${serial}`;
			amServer.users.push({ userid, username, adminflg: '0', password: 'password1' });
			return [userid];
		},
		named: ({ userId }) => userId,
		word: 'am-server',
	},
];

/** Runs these tests in one version of n8n, each with the three triggers at once. */
export function triggerSuite(
	version: StartOptions['version'],
	name = version as string,
	env: Record<string, string> = {},
): void {
	describe(`triggers in n8n ${name}`, () => {
		let options: StartOptions;
		let n8n: N8n;
		let servers: All;
		const workflows: string[] = [];
		/** What must have started each of the workflows so far. */
		const expected: string[][] = watched.map(() => []);

		beforeAll(async () => {
			servers = await startAll({
				akashi: { staff: 3, stampsPerDay: 0 },
				omflow: { users: 3 },
				amServer: { users: 3 },
			});
			options = { version, tarball: await packPackage(), env };
			n8n = await startN8n(options);
			for (const { system, parameters } of watched) {
				const { type, data } = credentialsOf(servers)[system];
				const credentials = { [type]: await n8n.createCredential(type, data) };
				const workflow = workflowOf(`${system}Trigger`, parameters, credentials);
				workflows.push((await n8n.createWorkflow(workflow)).id);
			}
			for (const id of workflows) await n8n.activate(id);
		}, 300_000);
		afterAll(async () => {
			await n8n?.stop();
			await servers?.close();
		});

		const add = (serial: number) => {
			for (const [at, one] of watched.entries()) expected[at].push(...one.add(servers, serial));
		};

		/** What the workflows were started with. */
		const started = async () => {
			const all: unknown[][] = [];
			for (const [at, id] of workflows.entries()) {
				const rows: IDataObject[] = [];
				for (const execution of await n8n.executions(id)) {
					if (!['success', 'error'].includes(execution.status)) continue;
					const run = await n8n.execution(execution.id);
					rows.push(...run.items('Trigger').map(({ json }) => json));
				}
				all.push(rows.map(watched[at].named).sort());
			}
			return all;
		};
		const wanted = () => expected.map((names) => [...names].sort());
		const all = async () => {
			const deadline = Date.now() + 60_000;
			const counts = (lists: unknown[][]) => lists.map(({ length }) => length);
			const less = (lists: unknown[][]) =>
				counts(lists).some((count, at) => count < expected[at].length);
			while (less(await started()) && Date.now() < deadline) await sleep(500);
			expect(await started()).toEqual(wanted());
		};

		test('an event starts the workflow once, and publishing nothing', async () => {
			await sleep(polled);
			expect(await started()).toEqual(watched.map(() => []));
			add(1);
			await all();
			await sleep(polled);
			await all();
		}, 180_000);

		test('what happens while n8n is killed starts it after the next start, once', async () => {
			await n8n.crash();
			add(2);
			n8n = await restartN8n(options, n8n);
			await all();
			await sleep(polled);
			await all();
		}, 240_000);

		test('publishing anew goes on where it was', async () => {
			for (const id of workflows) await n8n.deactivate(id);
			add(3);
			for (const id of workflows) await n8n.activate(id);
			await all();
		}, 180_000);

		test('a failed poll becomes a failed execution with the words of the node, and loses nothing', async () => {
			const broken = { kind: 'status', status: 500, body: 'no', times: Infinity } as const;
			for (const { system } of watched) servers[system].fault(broken);
			const failed = async (id: string) =>
				(await n8n.executions(id)).filter(({ status }) => status === 'error');
			const deadline = Date.now() + 60_000;
			for (const id of workflows)
				while (!(await failed(id)).length && Date.now() < deadline) await sleep(500);
			add(4);
			for (const { system } of watched) servers[system].reset();
			for (const [at, id] of workflows.entries()) {
				const [first] = await failed(id);
				const run = await n8n.execution(first.id);
				expect(run.error?.message).toContain(watched[at].word);
				expect(secretsIn(servers, run.raw)).toEqual([]);
			}
			await all();
			expect(secretsIn(servers, n8n.log())).toEqual([]);
		}, 180_000);
	});
}
