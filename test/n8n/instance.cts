/**
 * Starts a real n8n with this package installed the way a user's n8n holds it, and drives it by the
 * REST interface the editor uses. Everything happens in a temporary folder and on this machine.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
	IConnections,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodeTypeDescription,
	IPinData,
	IRunData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { environmentWithoutNpm, installN8n, run as runCommand } from './install.cts';
import type { N8nVersion } from './install.cts';

// Its type declarations are only for ES modules; the package itself serves both.
const { parse: unflatten }: { parse(text: string): any } = require('flatted');

/** The made-up user every instance is set up with. */
export const owner = { email: 'owner@example.com', password: 'Kintai-example-1' };

/** Name of the trigger node that `workflowOf` puts first. */
export const START = 'Start';

export interface StartOptions {
	version: N8nVersion;
	/** Path of the packed package, as `packPackage` returns it. */
	tarball: string;
	/** Further environment variables for n8n; they win over the ones set here. */
	env?: Record<string, string>;
	/** Called with the folder of the installed packages before n8n starts. */
	prepare?: (modules: string) => Promise<void>;
	/** `error`, `warn`, `info` (default) or `debug`. */
	logLevel?: string;
}

export interface Workflow {
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
}

/** A workflow as n8n stored it. */
export type StoredWorkflow = Workflow & { id: string };

/** A node of a linear workflow; everything but name and type has a default. */
export type Step = Partial<Omit<INode, 'credentials'>> & {
	name: string;
	type: string;
	/** By credential type: what `createCredential` returned. */
	credentials?: Record<string, CredentialReference>;
};

export interface CredentialReference {
	id: string;
	name: string;
}

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	/** `new`, `running`, `waiting`, `success`, `error`, `crashed` or `canceled`. */
	status: string;
	/** How it was started: `manual`, `trigger`, … */
	mode: string;
	startedAt: string | null;
	stoppedAt: string | null;
}

export interface Run {
	executionId: string;
	status: 'success' | 'error';
	/** The error that ended the run, as n8n stored it. */
	error?: { message: string; description?: string | null; httpCode?: string | null } & IDataObject;
	/** What a node put out, over all its runs; empty if it did not run. Output 0 is the first. */
	items(nodeName: string, output?: number): INodeExecutionData[];
	runData: IRunData;
	/** The execution as n8n stored it ("flatted" JSON text). */
	raw: string;
	startedAt: Date;
	stoppedAt: Date;
}

/** An answer of n8n's REST interface outside 200–299. */
export class RestError extends Error {
	constructor(
		request: string,
		readonly status: number,
		readonly body: string,
	) {
		super(`${request} answered ${status}: ${body.slice(0, 2000)}`);
	}
}

let packed: Promise<string> | undefined;

/**
 * Builds and packs the package (once in a process; under jest, once in a test file) and returns the
 * path of the tarball. With the environment variable `KINTAI_TARBALL`, that file is taken and
 * nothing is built. Throws an `Error` with the output's end if building or packing fails.
 */
export async function packPackage(repository = join(__dirname, '..', '..')): Promise<string> {
	if (process.env.KINTAI_TARBALL) return resolve(process.env.KINTAI_TARBALL);
	packed ??= (async () => {
		await runCommand('npm', ['run', 'build'], repository);
		const folder = join(repository, 'node_modules', '.cache', 'packed');
		await mkdir(folder, { recursive: true });
		const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
		const [{ filename }] = JSON.parse(await runCommand('npm', args, repository));
		return join(folder, filename);
	})();
	return await packed;
}

/** A linear workflow: the steps, connected one after another. */
export function chain(...steps: Step[]): Workflow {
	const nodes = steps.map(
		(step, index): INode => ({
			id: `node-${index}`,
			typeVersion: 1,
			position: [index * 220, 0],
			parameters: {},
			...step,
		}),
	);
	const connections: IConnections = {};
	nodes.slice(1).forEach((node, index) => {
		connections[nodes[index].name] = { main: [[{ node: node.name, type: 'main', index: 0 }]] };
	});
	return { nodes, connections };
}

/** A linear workflow that begins with a manual trigger (named by `START`). */
export function workflowOf(...steps: Step[]): Workflow {
	return chain({ name: START, type: 'n8n-nodes-base.manualTrigger' }, ...steps);
}

/**
 * The same workflow with the given objects as what its first node puts out. The items are pinned,
 * which costs n8n next to nothing, while a Code node would start a task runner.
 */
export function withItems(workflow: Workflow, items: IDataObject[]): Workflow {
	const pinData = { [workflow.nodes[0].name]: items.map((json) => ({ json })) };
	return { ...workflow, pinData: { ...workflow.pinData, ...pinData } };
}

/**
 * Starts n8n with the packed package in it and an owner set up; fetches n8n first if needed. Throws
 * an `Error` with the end of n8n's log if it does not get ready within 120 seconds, or if the
 * package's nodes do not load.
 */
export async function startN8n(options: StartOptions): Promise<N8n> {
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-nodes-kintai-'));
	return await launch(
		options,
		userFolder,
		[],
		(...started) => new N8n(options.version, ...started),
	);
}

/**
 * Starts an n8n again that `crash()` has ended, with all that it had stored.
 * `options` are those of `startN8n`.
 */
export async function restartN8n(options: StartOptions, crashed: N8n): Promise<N8n> {
	return await launch(
		options,
		crashed.userFolder,
		[],
		(...started) => new N8n(options.version, ...started),
	);
}

/**
 * Starts a worker of an n8n that runs in queue mode, with the package installed anew. `options` are
 * those of `startN8n`; their `env` names the database. Stop it before the n8n that it belongs to.
 */
export async function startWorker(
	main: N8n,
	options: StartOptions,
	concurrency: number,
): Promise<N8nProcess> {
	// A folder of its own: processes that share one take each other's traces for those of a crash.
	const userFolder = await mkdtemp(join(main.userFolder, 'worker-'));
	const env = { ...options.env, QUEUE_HEALTH_CHECK_ACTIVE: 'true' };
	return await launch(
		{ ...options, env },
		userFolder,
		['worker', `--concurrency=${concurrency}`],
		(...started) => new N8nProcess(options.version, ...started),
	);
}

/** Lays the package down in a folder, starts n8n there and waits until it is ready. */
async function launch<T extends N8nProcess>(
	options: StartOptions,
	userFolder: string,
	command: string[],
	make: (url: string, userFolder: string, packageName: string, child: ChildProcess) => T,
): Promise<T> {
	let n8n: T | undefined;
	try {
		const { node, bin } = await installN8n(options.version);
		const [port, brokerPort] = await freePorts(2);
		const nodesFolder = join(userFolder, '.n8n', 'nodes');
		const packageName = await layDown(options.tarball, nodesFolder);
		await options.prepare?.(join(nodesFolder, 'node_modules'));
		const preload = `data:text/javascript,${encodeURIComponent(PRELOAD)}`;
		const child = spawn(
			node,
			// The heap can then be measured after a garbage collection, and n8n ends with its parent
			// even if that is killed.
			['--expose-gc', '--import', preload, bin, ...command],
			{
				cwd: userFolder,
				env: environment(options, node, userFolder, port, brokerPort),
				stdio: ['pipe', 'pipe', 'pipe'],
			},
		);
		n8n = make(`http://127.0.0.1:${port}`, userFolder, packageName, child);
		await n8n.ready();
		return n8n;
	} catch (error) {
		await n8n?.stop();
		rmSync(userFolder, { recursive: true, force: true });
		throw error;
	}
}

const PRELOAD = `
	import { isMainThread } from 'node:worker_threads';
	if (isMainThread) {
		process.on('SIGUSR2', () => globalThis.gc());
		process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume().unref();
	}`;

function environment(
	{ version, env, logLevel = 'info' }: StartOptions,
	node: string,
	userFolder: string,
	port: number,
	brokerPort: number,
): NodeJS.ProcessEnv {
	// Under a test runner (NODE_ENV) or with a user's own settings n8n would behave differently, and
	// through a proxy it would not reach the test's servers.
	const ownSettings = /^(N8N_|DB_|EXECUTIONS_|NODE_|JEST_|QUEUE_|GENERIC_|WEBHOOK_)|_proxy$/i;
	const inherited = Object.entries(environmentWithoutNpm()).filter(
		([name]) => !ownSettings.test(name),
	);
	return {
		...Object.fromEntries(inherited),
		NODE_ENV: 'production',
		PATH: [dirname(node), process.env.PATH].join(delimiter),
		HOME: userFolder,
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(port),
		QUEUE_HEALTH_CHECK_PORT: String(port), // a worker's own server
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_ENCRYPTION_KEY: 'n8n-nodes-kintai-example-key',
		N8N_SECURE_COOKIE: 'false',
		N8N_LOG_LEVEL: logLevel,
		NO_COLOR: '1',
		GENERIC_TIMEZONE: 'Asia/Tokyo',
		N8N_METRICS: 'true',
		N8N_PAYLOAD_SIZE_MAX: '512', // MiB: workflows with many pinned items are large
		EXECUTIONS_DATA_MAX_DISPLAY_SIZE: '0', // no limit
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		// Nothing is to be reported to, or fetched from, the outside.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		...(version === '1.123.81'
			? { N8N_EXPRESSION_ENGINE: 'legacy' }
			: { N8N_DISABLED_MODULES: 'mcp-registry,mcp,instance-ai,agents,chat-hub' }),
		...env,
	};
}

/** Unpacks the package where n8n keeps community packages; returns the package's name. */
async function layDown(tarball: string, nodesFolder: string): Promise<string> {
	const modules = join(nodesFolder, 'node_modules');
	// An n8n that is started again has it.
	rmSync(modules, { recursive: true, force: true });
	const incoming = join(modules, '.incoming');
	await mkdir(incoming, { recursive: true });
	await runCommand('tar', ['-xzf', resolve(tarball), '-C', incoming], incoming);
	const manifest = JSON.parse(await readFile(join(incoming, 'package', 'package.json'), 'utf8'));
	// As n8n does it: what a package needs has to come from n8n or be in the package.
	for (const kind of ['devDependencies', 'peerDependencies', 'optionalDependencies']) {
		delete manifest[kind];
	}
	await writeFile(join(incoming, 'package', 'package.json'), JSON.stringify(manifest, null, 2));
	await rename(join(incoming, 'package'), join(modules, manifest.name));
	await writeFile(
		join(nodesFolder, 'package.json'),
		JSON.stringify({
			name: 'installed-nodes',
			private: true,
			dependencies: { [manifest.name]: manifest.version },
		}),
	);
	return manifest.name;
}

/** TCP ports of this machine that nothing listens on. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = Array.from({ length: count }, () => createServer());
	const ports: number[] = [];
	for (const server of servers) {
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		ports.push((server.address() as AddressInfo).port);
	}
	await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
	return ports;
}

/** Instances to clean up after if this process ends without `stop()`. */
const running = new Set<N8nProcess>();
process.once('exit', () => {
	for (const n8n of running) n8n.kill();
});

/** A running process of n8n. Get one by `startN8n` or `startWorker`, and `stop()` it. */
export class N8nProcess {
	private readonly output: string[] = [];
	private readonly exited: Promise<void>;
	private hasExited = false;
	private cookie = '';

	constructor(
		readonly version: N8nVersion,
		/** Without a slash at the end. The editor is there, too. */
		readonly url: string,
		/** The temporary folder that holds all this instance stores. */
		readonly userFolder: string,
		readonly packageName: string,
		protected readonly child: ChildProcess,
	) {
		running.add(this);
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => this.output.push(text));
		}
		// The pipe only tells n8n that this process still lives.
		child.stdin?.on('error', () => {});
		this.exited = new Promise<void>((done) => {
			child.once('error', (error) => {
				this.output.push(`n8n cannot be started: ${error.message}\n`);
				done();
			});
			child.once('close', () => done());
		}).then(() => {
			this.hasExited = true;
		});
	}

	/** All that n8n has written so far, on standard output and standard error. */
	log(): string {
		return this.output.join('');
	}

	/** Waits until n8n says that it is ready. */
	async ready(): Promise<void> {
		await this.answers('/healthz/readiness');
	}

	/** Waits until each of the paths is answered. */
	protected async answers(...paths: string[]): Promise<void> {
		const deadline = Date.now() + 120_000;
		for (const path of paths) {
			while (!(await this.request('GET', path).catch(() => undefined))) {
				if (this.hasExited) throw this.failed('ended while starting');
				if (Date.now() > deadline) throw this.failed('did not get ready within 120 seconds');
				await sleep(200);
			}
		}
	}

	/** An error with the end of the log. */
	protected failed(what: string): Error {
		// A first start logs hundreds of these, and what matters may be before them.
		const lines = this.log()
			.split('\n')
			.filter((line) => !/^(Starting|Finished) migration/.test(line));
		return new Error(`n8n ${this.version} ${what}:\n${lines.slice(-50).join('\n')}`);
	}

	/** Sends a request (as the owner, once there is one) and returns the text; throws a `RestError` outside 200–299. */
	protected async request(
		method: string,
		path: string,
		body?: unknown,
		patience = 300,
	): Promise<string> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				// Idle connections would keep a test run from ending.
				connection: 'close',
				...(this.cookie && { cookie: this.cookie }),
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		// n8n itself says so after work that kept it from asking its database for long: nothing was done yet.
		if (response.status === 503 && text.includes('Database is not ready') && patience > 0) {
			await sleep(100);
			return await this.request(method, path, body, patience - 1);
		}
		if (!response.ok) throw new RestError(`${method} ${path}`, response.status, text);
		for (const cookie of response.headers.getSetCookie()) {
			if (cookie.startsWith('n8n-auth=')) this.cookie = cookie.split(';')[0];
		}
		return text;
	}

	/** Ends n8n (by force after 10 seconds) and removes all it stored. Can be called again. */
	async stop(): Promise<void> {
		this.child.kill('SIGTERM');
		const force = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
		await this.exited;
		clearTimeout(force);
		this.kill();
	}

	/** Ends n8n at once, as a power failure would, and keeps what it has stored. */
	async crash(): Promise<void> {
		this.child.kill('SIGKILL');
		await this.exited;
		running.delete(this);
	}

	/** Ends n8n at once; for a process that is about to end itself. */
	kill(): void {
		running.delete(this);
		this.child.kill('SIGKILL');
		rmSync(this.userFolder, { recursive: true, force: true, maxRetries: 3 });
	}
}

/** A running n8n that serves its editor. Get one by `startN8n`, and `stop()` it. */
export class N8n extends N8nProcess {
	readonly owner = owner;

	/** Waits until n8n serves requests and sets up the owner; `startN8n` calls it. */
	override async ready(): Promise<void> {
		await this.answers('/healthz/readiness', '/rest/settings');
		const { userManagement } = await this.rest('GET', '/rest/settings');
		if (userManagement.showSetupOnFirstLoad) {
			const person = { firstName: 'Example', lastName: 'Owner' };
			await this.rest('POST', '/rest/owner/setup', { ...owner, ...person });
		} else {
			const { email, password } = owner;
			await this.rest('POST', '/rest/login', { email, emailOrLdapLoginId: email, password });
		}
		if ((await this.nodeTypes()).length === 0) {
			throw this.failed(`loaded no node of ${this.packageName}`);
		}
	}

	/**
	 * Sends a request to n8n's own REST interface, `path` beginning with `/rest/`, and returns the
	 * `data` of its answer. Throws a `RestError` (with `status` and `body`) outside 200–299.
	 */
	async rest<T = any>(method: string, path: string, body?: unknown): Promise<T> {
		const text = await this.request(method, path, body);
		return JSON.parse(text || '{}').data;
	}

	async createCredential(
		type: string,
		data: ICredentialDataDecryptedObject,
		name = type,
	): Promise<CredentialReference> {
		const { id } = await this.rest('POST', '/rest/credentials', { name, type, data });
		return { id, name };
	}

	/** Replaces a credential's data, and its name if one is given. */
	async updateCredential(
		id: string,
		data: ICredentialDataDecryptedObject,
		name?: string,
	): Promise<void> {
		const stored = await this.rest('GET', `/rest/credentials/${id}`);
		const changed = { name: name ?? stored.name, type: stored.type, data };
		await this.rest('PATCH', `/rest/credentials/${id}`, changed);
	}

	/**
	 * Runs a credential type's test as the editor does on "Save": with the given data, on a stored
	 * credential. Without `id`, one is stored for the test and removed after it.
	 */
	async testCredential(
		type: string,
		data: ICredentialDataDecryptedObject,
		id?: string,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		const stored = id ?? (await this.createCredential(type, data)).id;
		try {
			return await this.rest('POST', '/rest/credentials/test', {
				credentials: { id: stored, name: type, type, data },
			});
		} finally {
			if (!id) await this.rest('DELETE', `/rest/credentials/${stored}`);
		}
	}

	/** What a list of the editor offers: the result of a node's `listSearch` method, or of its `loadOptions` method. */
	async listOptions(request: {
		/** Full name, such as `n8n-nodes-kintai.akashi`. */
		nodeType: string;
		typeVersion?: number;
		/** Which of the node's methods: a searchable list ("From List") unless told. */
		kind?: 'listSearch' | 'loadOptions';
		method: string;
		credentials?: Record<string, CredentialReference>;
		currentNodeParameters?: INodeParameters;
		filter?: string;
		paginationToken?: string;
		/** The parameter the list belongs to, such as `parameters.employee`. */
		path?: string;
	}): Promise<INodeListSearchResult> {
		const { nodeType, typeVersion = 1, method, kind } = request;
		const lists = kind === 'loadOptions' ? 'options' : 'resource-locator-results';
		return await this.rest('POST', `/rest/dynamic-node-parameters/${lists}`, {
			nodeTypeAndVersion: { name: nodeType, version: typeVersion },
			methodName: method,
			path: request.path ?? 'parameters',
			currentNodeParameters: request.currentNodeParameters ?? {},
			credentials: request.credentials,
			filter: request.filter,
			paginationToken: request.paginationToken,
		});
	}

	/** The descriptions of this package's nodes as n8n hands them to its editor. */
	async nodeTypes(): Promise<INodeTypeDescription[]> {
		const all: INodeTypeDescription[] = JSON.parse(await this.request('GET', '/types/nodes.json'));
		return all.filter(({ name }) => name.startsWith(`${this.packageName}.`));
	}

	/** Stores a workflow (not active). */
	async createWorkflow(workflow: Workflow): Promise<StoredWorkflow> {
		return await this.rest('POST', '/rest/workflows', {
			name: 'Test',
			settings: {},
			...workflow,
			active: false,
		});
	}

	/**
	 * Stores the workflow, runs it from its first node as "Execute workflow" does, and returns the
	 * finished run; a run that ends with an error is returned, too. Workflow and execution stay
	 * stored. Throws if the run does not end within `timeoutSeconds` (120), or is cancelled.
	 */
	async run(workflow: Workflow, { timeoutSeconds = 120 } = {}): Promise<Run> {
		const stored = await this.createWorkflow(workflow);
		await this.begin(stored);
		return await this.waitForExecution(stored.id, { timeoutSeconds });
	}

	/**
	 * Starts a stored workflow (what `createWorkflow` returned) from its first node as "Execute
	 * workflow" does, and does not wait for its end.
	 */
	async begin(workflowData: StoredWorkflow): Promise<void> {
		const { executionId } = await this.rest('POST', `/rest/workflows/${workflowData.id}/run`, {
			workflowData, // n8n 1 runs what is sent here, n8n 2 what is stored
			triggerToStartFrom: { name: workflowData.nodes[0].name },
		});
		if (!executionId) throw new Error('n8n did not start the workflow: it waits for a call');
	}

	/** Switches a workflow on ("Publish" in n8n 2), so that its triggers work. */
	async activate(workflowId: string): Promise<void> {
		const { versionId } = await this.rest('GET', `/rest/workflows/${workflowId}`);
		await this.rest('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
	}

	async deactivate(workflowId: string): Promise<void> {
		await this.rest('POST', `/rest/workflows/${workflowId}/deactivate`, {});
	}

	/** The executions of a workflow, oldest first, at most 100, without their data. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.rest('GET', `/rest/executions?limit=100&filter=${filter}`);
		return (results as ExecutionSummary[]).sort((a, b) => Number(a.id) - Number(b.id));
	}

	/**
	 * Waits until the `number`-th execution of a workflow (counted from 1, the oldest) has ended, and
	 * returns it. Throws after `timeoutSeconds` (120).
	 */
	async waitForExecution(
		workflowId: string,
		{ number = 1, timeoutSeconds = 120 } = {},
	): Promise<Run> {
		const deadline = Date.now() + timeoutSeconds * 1000;
		for (let pause = 25; ; pause = Math.min(pause * 1.5, 500)) {
			const execution = (await this.executions(workflowId))[number - 1];
			if (execution && !['new', 'running', 'waiting', 'unknown'].includes(execution.status)) {
				return await this.execution(execution.id);
			}
			if (Date.now() > deadline) {
				const state = execution ? `is ${execution.status}` : 'has not begun';
				throw new Error(`Execution ${number} ${state} after ${timeoutSeconds} seconds`);
			}
			await sleep(pause);
		}
	}

	/** A finished execution with its data. Throws if it was cancelled or n8n crashed in it. */
	async execution(id: string): Promise<Run> {
		const stored = await this.rest('GET', `/rest/executions/${id}`);
		if (stored.status !== 'success' && stored.status !== 'error') {
			throw new Error(`Execution ${id} is ${stored.status}`);
		}
		const { resultData } = unflatten(stored.data);
		const runData: IRunData = resultData.runData ?? {};
		return {
			executionId: id,
			status: stored.status,
			error: resultData.error,
			items: (nodeName, output = 0) =>
				(runData[nodeName] ?? []).flatMap((task) => task.data?.main?.[output] ?? []),
			runData,
			raw: stored.data,
			startedAt: new Date(stored.startedAt),
			stoppedAt: new Date(stored.stoppedAt),
		};
	}

	/** n8n's metrics by name, with labels as in the text: `{ 'name{label="x"}': 1 }`. */
	async metrics(): Promise<Record<string, number>> {
		const metrics: Record<string, number> = {};
		for (const line of (await this.request('GET', '/metrics')).split('\n')) {
			const [, name, value] = /^([^#].*) (\S+)$/.exec(line) ?? [];
			if (name) metrics[name] = Number(value);
		}
		return metrics;
	}

	/**
	 * Measures how far n8n's JavaScript heap (in bytes) rises while `work` goes on: from what is in
	 * use after a garbage collection to the highest of the samples taken every 200 ms. While n8n
	 * computes without a pause it answers no sample, and garbage counts as in use.
	 */
	async peakHeap<T>(
		work: () => Promise<T>,
	): Promise<{ result: T; peakHeapBytes: number; baseHeapBytes: number }> {
		const sample = async () => (await this.metrics()).n8n_nodejs_heap_size_used_bytes;
		this.child.kill('SIGUSR2');
		await sleep(200);
		const baseHeapBytes = await sample();
		let peakHeapBytes = baseHeapBytes;
		let working = true;
		const sampling = (async () => {
			while (working) {
				peakHeapBytes = Math.max(peakHeapBytes, await sample());
				await sleep(200);
			}
		})();
		// Awaited below; until then a failure must not count as unhandled.
		sampling.catch(() => {});
		try {
			const result = await work();
			peakHeapBytes = Math.max(peakHeapBytes, await sample());
			return { result, peakHeapBytes, baseHeapBytes };
		} finally {
			working = false;
			await sampling;
		}
	}
}
