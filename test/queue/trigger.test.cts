import { setTimeout as sleep } from 'node:timers/promises';

import { credentialsOf } from '../credentials.cts';
import { chain } from '../n8n/instance.cts';
import { startAll, type All } from '../servers/all.cts';
import { QueueMode } from './queueMode.cts';

/** A trigger in n8n's queue mode: the main process polls, the workers execute. */

let queue: QueueMode;
let servers: All;
let workflow: string;

/** Every five seconds: n8n takes no interval below a minute, but several times of a minute. */
const pollTimes = {
	item: Array.from({ length: 12 }, (_, at) => ({
		mode: 'custom',
		cronExpression: `${at * 5} * * * * *`,
	})),
};
const polled = 8_000;

beforeAll(async () => {
	servers = await startAll({ akashi: { staff: 3 }, omflow: { users: 3 }, amServer: { users: 3 } });
	queue = await QueueMode.start(5);
	const { main } = queue;
	const { type, data } = credentialsOf(servers).amServer;
	const credentials = { [type]: await main.createCredential(type, data) };
	const trigger = {
		name: 'Trigger',
		type: `${main.packageName}.amServerTrigger`,
		parameters: { events: ['userAdded'], pollTimes },
		credentials,
	};
	const after = { name: 'After', type: 'n8n-nodes-base.noOp' };
	workflow = (await main.createWorkflow(chain(trigger, after))).id;
	await main.activate(workflow);
	// n8n answers before it publishes: only what comes later is an event.
	let status = 'in_progress';
	while (status === 'in_progress') {
		await sleep(200);
		({ status } = await main.rest('GET', `/rest/workflows/${workflow}/publication-status`));
	}
	expect(status).toBe('published');
}, 300_000);

afterAll(async () => {
	await queue?.stop();
	await servers?.close();
}, 60_000);

const add = (userid: string) =>
	servers.amServer.users.push({
		userid,
		username: `新人 ${userid}`,
		adminflg: '0',
		password: 'password1',
	});

/** Who the workflow was started for, in order. All executions are those of workers. */
async function startedFor(): Promise<unknown[]> {
	const all = await queue.main.executions(workflow);
	const ids = all.map(({ id }) => id);
	const people: unknown[] = [];
	for (const [index] of ids.entries()) {
		const run = await queue.main.waitForExecution(workflow, { number: index + 1 });
		expect(run.error).toBeUndefined();
		people.push(...run.items('After').map(({ json }) => json.userId));
	}
	await sleep(100); // a worker logs a little later
	expect(queue.sharesOf(ids).reduce((sum, share) => sum + share)).toBe(ids.length);
	return people;
}

/** Waits until the workflow was started for somebody, and some polls longer. */
async function settled(userid: string): Promise<unknown[]> {
	const deadline = Date.now() + 60_000;
	while (!(await startedFor()).includes(userid) && Date.now() < deadline) await sleep(500);
	await sleep(polled);
	return await startedFor();
}

test('an event starts the workflow once', async () => {
	await sleep(polled);
	expect(await startedFor()).toEqual([]);
	add('new001');
	expect(await settled('new001')).toEqual(['new001']);
});

test('what happens while the main process is dead starts it once', async () => {
	await queue.main.crash();
	add('new002');
	await queue.restartMain();
	expect(await settled('new002')).toEqual(['new001', 'new002']);
});

test('an event whose poll is killed comes once, or twice at most', async () => {
	const { calls } = servers.amServer;
	add('new003');
	const before = calls.length;
	while (!calls.slice(before).some(({ route, doneAt }) => route === 'listUsers' && doneAt > 0)) {
		await sleep(1);
	}
	await queue.main.crash();
	await queue.restartMain();
	const people = await settled('new003');
	expect([...new Set(people)]).toEqual(['new001', 'new002', 'new003']);
	expect(people.length).toBeLessThanOrEqual(4);
});
