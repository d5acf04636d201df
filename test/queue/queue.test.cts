import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf, secretsIn } from '../credentials.cts';
import {
	withItems,
	workflowOf,
	type CredentialReference,
	type Run,
	type Step,
} from '../n8n/instance.cts';
import { startAll, type All, type AllOptions } from '../servers/all.cts';
import { QueueMode } from './queueMode.cts';

/** Operations in n8n's queue mode. */

type System = keyof ReturnType<typeof credentialsOf>;

const executions = 20;
/** Both workers together hold all executions at once, and neither holds them alone. */
const concurrency = executions / 2;

let queue: QueueMode;
const worlds: All[] = [];
const figures: string[] = [];

beforeAll(async () => {
	queue = await QueueMode.start(concurrency);
}, 300_000);

afterAll(async () => {
	await queue?.stop();
	await Promise.all(worlds.map((world) => world.close()));
	process.stderr.write(`${figures.join('\n')}\n`);
}, 60_000);

/** Stand-ins that nobody has signed in to yet, slow enough for all to be under way at the same time. */
async function freshServers(options: AllOptions = {}): Promise<All> {
	const servers = await startAll(options);
	worlds.push(servers);
	for (const system of ['akashi', 'amServer', 'omflow'] as const) servers[system].latency = 300;
	return servers;
}

const credentialFor = async (
	servers: All,
	node: System,
	more: ICredentialDataDecryptedObject = {},
): Promise<CredentialReference> => {
	const { type, data } = credentialsOf(servers)[node];
	return await queue.main.createCredential(type, { ...data, ...more }, `${node} in the queue`);
};

interface Job {
	servers: All;
	node: System;
	credential: CredentialReference;
	parameters: INodeParameters;
	items?: IDataObject[];
	onError?: Step['onError'];
}

/** Starts a workflow so many times at once, and waits for the end of all. */
async function runAtOnce(
	count: number,
	{ servers, node, credential, parameters, items = [{}], onError }: Job,
): Promise<{ runs: Run[]; shares: number[] }> {
	const step = {
		name: 'Node',
		type: `${queue.main.packageName}.${node}`,
		parameters,
		credentials: { [credentialsOf(servers)[node].type]: credential },
		...(onError && { onError }),
	};
	const workflow = await queue.main.createWorkflow(withItems(workflowOf(step), items));
	await Promise.all(Array.from({ length: count }, async () => await queue.main.begin(workflow)));
	const runs: Run[] = [];
	for (let number = 1; number <= count; number++) {
		runs.push(await queue.main.waitForExecution(workflow.id, { number }));
	}
	for (const { error, raw } of runs) {
		expect(error).toBeUndefined();
		expect(secretsIn(servers, raw)).toEqual([]);
	}
	expect(servers[node].violations).toEqual([]);
	const shares = queue.sharesOf(runs.map(({ executionId }) => executionId));
	expect(shares.reduce((sum, share) => sum + share)).toBe(count);
	return { runs, shares };
}

/** The same, with what every execution has to put out; both workers have to take part. */
async function allWork(job: Job, expected: unknown[]): Promise<string> {
	const { runs, shares } = await runAtOnce(executions, job);
	for (const run of runs) expect(run.items('Node').map(({ json }) => json)).toEqual(expected);
	expect(Math.min(...shares)).toBeGreaterThan(0);
	return `${executions} executions (${shares.join(' + ')})`;
}

describe.each([
	['dies at once', false],
	['lives on', true],
])('AKASHI, the old token %s', (words, oldTokenLives) => {
	test('is renewed once a worker at most, and all work with what is stored', async () => {
		const servers = await freshServers({ akashi: { oldTokenLives, seed: words } });
		const { akashi } = servers;
		const first = akashi.token;
		const issued = akashi.tokens.size;
		const credential = await credentialFor(servers, 'akashi', { renewToken: true });
		const people = akashi.staff.slice(0, 3).map(({ staffId }) => staffId);
		const job: Job = {
			servers,
			node: 'akashi',
			credential,
			parameters: {
				resource: 'staff',
				operation: 'get',
				staffId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			},
			items: people.map((id) => ({ id })),
		};
		const put = people.map((staffId) => expect.objectContaining({ staffId }));
		const done = await allWork(job, put);
		const tries = akashi.count('reissueToken');
		expect(tries).toBeGreaterThan(0);
		expect(tries).toBeLessThanOrEqual(queue.workers.length);

		if (!oldTokenLives) expect(akashi.tokens.size).toBe(issued);

		const before = akashi.calls.length;
		await allWork(job, put);
		expect(akashi.count('reissueToken')).toBe(tries);
		// One token for all, which is the one that n8n stored, and not refused to anybody.
		const later = akashi.calls.slice(before);
		const tokens = [...new Set(later.map(({ query }) => query.token))];
		expect(tokens).toHaveLength(1);
		expect(tokens[0]).not.toBe(first);
		expect(akashi.tokens.has(tokens[0])).toBe(true);
		expect(later).toHaveLength(executions * people.length);
		figures.push(`AKASHI, the old token ${words}: ${done}, ${tries} reissue calls, later none`);
	});
});

test('AKASHI: a worker waits for the other one whose renewal takes long', async () => {
	const servers = await freshServers({ akashi: { seed: 'slow' } });
	servers.akashi.fault({ kind: 'delay', ms: 3_000, route: 'reissueToken' });
	const credential = await credentialFor(servers, 'akashi', { renewToken: true });
	const { staffId } = servers.akashi.staff[0];
	const parameters = {
		resource: 'staff',
		operation: 'get',
		staffId: { __rl: true, mode: 'id', value: String(staffId) },
	};
	const job: Job = { servers, node: 'akashi', credential, parameters };
	const done = await allWork(job, [expect.objectContaining({ staffId })]);
	const tries = servers.akashi.count('reissueToken');
	expect(tries).toBeLessThanOrEqual(queue.workers.length);
	figures.push(`AKASHI, a reissue that takes 3 seconds: ${done}, ${tries} reissue calls`);
});

test('AKASHI: one execution stamps for twenty people by their tokens, three of which are dead', async () => {
	const servers = await freshServers({ akashi: { seed: 'people' } });
	const { akashi } = servers;
	akashi.options.stampsPerDay = 0;
	const people = akashi.staff.slice(1, 21);
	const dead = [3, 9, 16];
	// In two parts, since no token may stand in what n8n stores.
	const items = people.map(({ staffId }, place) => {
		const token = akashi.tokenOf(staffId);
		if (dead.includes(place)) akashi.tokens.delete(token);
		return { half: token.slice(0, 10), rest: token.slice(10) };
	});
	const { runs } = await runAtOnce(1, {
		servers,
		node: 'akashi',
		credential: await credentialFor(servers, 'akashi'),
		parameters: {
			resource: 'stamp',
			operation: 'create',
			type: 11,
			actAs: 'personToken',
			personToken: '={{ $json.half + $json.rest }}',
		},
		items,
		onError: 'continueRegularOutput',
	});
	const rows = runs[0].items('Node').map(({ json }) => json);
	expect(rows).toHaveLength(people.length);
	const around = [-1, 1].map((days) =>
		new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replace(/-/g, ''),
	);
	people.forEach(({ staffId }, place) => {
		const made = akashi.stampsOf(staffId, `${around[0]}000000`, `${around[1]}235959`);
		if (dead.includes(place)) {
			expect(rows[place].error).toContain('ERR100001');
			expect(made).toEqual([]);
		} else {
			expect(rows[place]).toMatchObject({ staffId, type: 11 });
			expect(made).toHaveLength(1);
		}
	});
	expect(akashi.count('createStamp')).toBe(people.length);
	figures.push(
		`AKASHI, one execution for ${people.length} people: 17 stamps, 3 items with the reason`,
	);
});

test('am-server: one login a process at most, and another after the server lost its sessions', async () => {
	const servers = await freshServers({ amServer: { seed: 'queue' } });
	const { amServer } = servers;
	const job: Job = {
		servers,
		node: 'amServer',
		credential: await credentialFor(servers, 'amServer'),
		parameters: { resource: 'user', operation: 'getAll', returnAll: true },
	};
	const put = amServer.users.map(({ userid }) => expect.objectContaining({ userId: userid }));
	let logins = 0;
	for (const words of ['no session', 'the server lost its sessions']) {
		const done = await allWork(job, put);
		const made = amServer.count('login') - logins;
		expect(made).toBeGreaterThan(0);
		expect(made).toBeLessThanOrEqual(queue.workers.length);
		logins += made;
		await allWork(job, put);
		expect(amServer.count('login')).toBe(logins);
		expect(amServer.sessions).toBeLessThanOrEqual(queue.workers.length);
		figures.push(`am-server, ${words}: ${done}, ${made} logins, later none`);
		amServer.dropSessions();
	}
});

test('OMFLOW: one sign-in a process at most, for as long as the code lives', async () => {
	const servers = await freshServers({ omflow: { seed: 'queue' } });
	const { omflow } = servers;
	const job: Job = {
		servers,
		node: 'omflow',
		credential: await credentialFor(servers, 'omflow'),
		parameters: { resource: 'user', operation: 'getAll', limit: 3 },
	};
	const put = Array.from({ length: 3 }, () => expect.objectContaining({}));
	const done = await allWork(job, put);
	const signIns = omflow.count('signIn');
	expect(signIns).toBeGreaterThan(0);
	expect(signIns).toBeLessThanOrEqual(queue.workers.length);
	await allWork(job, put);
	expect(omflow.count('signIn')).toBe(signIns);
	figures.push(`OMFLOW: ${done}, ${signIns} sign-ins, later none`);
});
