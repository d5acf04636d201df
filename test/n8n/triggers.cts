import { setTimeout as sleep } from 'node:timers/promises';
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
	name: 'Triggered',
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

/** Runs these tests in one version of n8n. */
export function triggerSuite(
	version: StartOptions['version'],
	name = version as string,
	env: Record<string, string> = {},
): void {
	describe(`triggers in n8n ${name}`, () => {
		let options: StartOptions;
		let n8n: N8n;
		let servers: All;
		let workflow: string;

		beforeAll(async () => {
			servers = await startAll({
				akashi: { staff: 3 },
				omflow: { users: 3 },
				amServer: { users: 3 },
			});
			options = { version, tarball: await packPackage(), env };
			n8n = await startN8n(options);
			const { type, data } = credentialsOf(servers).amServer;
			const reference = await n8n.createCredential(type, data);
			const parameters = { events: ['userAdded'] };
			const stored = await n8n.createWorkflow(
				workflowOf('amServerTrigger', parameters, { [type]: reference }),
			);
			workflow = stored.id;
			await n8n.activate(workflow);
		}, 300_000);
		afterAll(async () => {
			await n8n?.stop();
			await servers?.close();
		});

		const add = (userid: string) =>
			servers.amServer.users.push({
				userid,
				username: `新人 ${userid}`,
				adminflg: '0',
				password: 'password1',
			});

		/** What the workflow was started with, in order. */
		const started = async (): Promise<IDataObject[]> => {
			const rows: IDataObject[] = [];
			for (const { id } of await n8n.executions(workflow)) {
				const run = await n8n.execution(id);
				rows.push(...run.items('Trigger').map(({ json }) => json));
			}
			return rows;
		};
		const ids = async () => (await started()).map(({ userId }) => userId);
		const until = async (wanted: string[]) => {
			const deadline = Date.now() + 60_000;
			while ((await ids()).length < wanted.length && Date.now() < deadline) await sleep(500);
			expect(await ids()).toEqual(wanted);
		};

		test('an event starts the workflow once, and publishing nothing', async () => {
			await sleep(polled);
			expect(await ids()).toEqual([]);
			add('new001');
			await until(['new001']);
			await sleep(polled);
			expect(await ids()).toEqual(['new001']);
		}, 120_000);

		test('what happens while n8n is killed starts it after the next start, once', async () => {
			await n8n.crash();
			add('new002');
			n8n = await restartN8n(options, n8n);
			await until(['new001', 'new002']);
			await sleep(polled);
			expect(await ids()).toEqual(['new001', 'new002']);
		}, 180_000);

		test('publishing anew goes on where it was', async () => {
			await n8n.deactivate(workflow);
			add('new003');
			await n8n.activate(workflow);
			await until(['new001', 'new002', 'new003']);
		}, 120_000);

		test('a failed poll becomes a failed execution with the words of the node, and loses nothing', async () => {
			servers.amServer.failing = 'database';
			await sleep(polled);
			add('new004');
			delete servers.amServer.failing;
			const failed = async () =>
				(await n8n.executions(workflow)).filter(({ status }) => status === 'error');
			expect((await failed()).length).toBeGreaterThan(0);
			const [{ id }] = await failed();
			const run = await n8n.execution(id);
			expect(run.error?.message).toContain('am-server');
			await until(['new001', 'new002', 'new003', 'new004']);
			expect(secretsIn(servers, n8n.log() + run.raw)).toEqual([]);
		}, 120_000);
	});
}
