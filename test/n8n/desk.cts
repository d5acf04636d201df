import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { isWork, type Case } from '../cases.cts';
import { credentialsOf, secretsIn } from '../credentials.cts';
import { startAll, type All, type AllOptions } from '../servers/all.cts';
import type { Entry } from '../servers/base.cts';
import type { N8nVersion } from './install.cts';
import {
	chain,
	packPackage,
	RestError,
	startN8n,
	withItems,
	workflowOf,
	type CredentialReference,
	type N8n,
	type Run,
	type Step,
} from './instance.cts';
import { connectMcp, type ToolAnswer } from './mcp.cts';
import { layTwin } from './twin.cts';

type System = Case['node'];

/** A node of this package to run on items. */
export interface Job extends Pick<Case, 'node' | 'parameters'> {
	/** Input items; one empty item unless told. */
	items?: IDataObject[];
	onError?: Step['onError'];
	/** Let n8n's own routing engine run it. */
	routed?: boolean;
	/** Stand-ins other than the shared ones. */
	servers?: All;
	/** Another credential than the usual one. */
	credential?: CredentialReference;
	/** Steps after the node. */
	then?: Step[];
}

/** What came of a job. */
export interface Done {
	run: Run;
	/** The node's items on its first output. */
	items: INodeExecutionData[];
	json: IDataObject[];
	/** Requests that reached the stand-in, sign-in aside. */
	calls: Entry[];
	/** What the stand-in minded meanwhile. */
	violations: string[];
}

/** A person's typing error wherever a secret is asked for; no text may show it either. */
export const wrongSecret = 'Wrong-Secret-42';

/** The package without its fast runner: n8n's own routing engine runs its nodes. */
const twin = '-routed';
const layRoutedTwin = async (modules: string) =>
	// All else is the first's: a node has to know the sign-ins that its credential type made.
	await layTwin(
		modules,
		twin,
		(name, first) => `
		exports.${name} = class extends require(${JSON.stringify(first)}).${name} {
			customOperations = undefined;
		};`,
	);

/** Changes how long the installed package waits in all for one call. */
async function shorten(modules: string, ms: number): Promise<void> {
	const file = join(modules, 'n8n-nodes-kintai/dist/index.js');
	const source = await readFile(file, 'utf8');
	const changed = source.replace(/(\blongestWait = )6e4;/, `$1${ms};`);
	if (changed === source) throw new Error('Found no wait to shorten');
	await writeFile(file, changed);
}

/** One n8n with this package in it, stand-ins to talk to, and a record of all it told anybody. */
export class Desk {
	private readonly worlds: All[] = [];
	private readonly references = new Map<All, Record<System, CredentialReference>>();
	private readonly told: string[] = [];

	private constructor(
		readonly n8n: N8n,
		/** The stand-ins that jobs use unless told. */
		readonly servers: All,
	) {
		this.worlds.push(servers);
	}

	/**
	 * @param shortWaits how long the package waits for servers that are away or busy, where not as it is: in ms
	 * @param env further environment variables for n8n
	 */
	static async open(
		version: N8nVersion,
		shortWaits?: number,
		env?: Record<string, string>,
	): Promise<Desk> {
		const tarball = await packPackage();
		const prepare = async (modules: string) => {
			if (shortWaits !== undefined) await shorten(modules, shortWaits);
			await layRoutedTwin(modules);
		};
		const n8n = await startN8n({ version, tarball, logLevel: 'debug', prepare, env });
		return new Desk(n8n, await startAll());
	}

	async close(): Promise<void> {
		await this.n8n.stop();
		await Promise.all(this.worlds.map((servers) => servers.close()));
	}

	/** Stand-ins that nobody has signed in to yet. */
	async freshServers(options?: AllOptions): Promise<All> {
		const servers = await startAll(options);
		this.worlds.push(servers);
		return servers;
	}

	/** The full name under which n8n knows a node of this package, or of its twin without fast runner. */
	typeOf(node: System, routed = false): string {
		return `${this.n8n.packageName}${routed ? twin : ''}.${node}`;
	}

	/** The stored credential for a stand-in: one for all runs, as users have it. */
	async credential(node: System, servers = this.servers): Promise<CredentialReference> {
		const made = this.references.get(servers) ?? ({} as Record<System, CredentialReference>);
		this.references.set(servers, made);
		const { type, data } = credentialsOf(servers)[node];
		return (made[node] ??= await this.n8n.createCredential(type, data, `${node} of a test`));
	}

	/** What the editor gets to see of a stored credential. */
	async shown(reference: CredentialReference): Promise<IDataObject> {
		const path = `/rest/credentials/${reference.id}?includeData=true`;
		return (await this.n8n.rest('GET', path)).data;
	}

	/** Tests a credential as the editor's button does; `id` names a stored one. */
	async test(node: System, data: IDataObject, id?: string) {
		const { type } = credentialsOf(this.servers)[node];
		const result = await this.n8n.testCredential(type, data as never, id);
		this.told.push(JSON.stringify(result));
		return result;
	}

	/** What a picker of the AKASHI node offers; an error's text is recorded. */
	async pick(method: string, filter?: string, credential?: CredentialReference) {
		try {
			const { results } = await this.n8n.listOptions({
				nodeType: this.typeOf('akashi'),
				method,
				filter,
				credentials: { akashiApi: credential ?? (await this.credential('akashi')) },
			});
			return results;
		} catch (error) {
			if (error instanceof RestError) this.told.push(error.body);
			throw error;
		}
	}

	/** Runs a node after a manual trigger that holds the items, named `Node`. */
	async run(job: Job) {
		const { node, parameters, items, onError, routed, servers = this.servers, then = [] } = job;
		const { type } = credentialsOf(servers)[node];
		const step: Step = {
			name: 'Node',
			type: this.typeOf(node, routed),
			parameters,
			credentials: { [type]: job.credential ?? (await this.credential(node, servers)) },
			...(onError ? { onError } : {}),
		};
		const { calls, violations } = servers[node];
		const [firstCall, firstViolation] = [calls.length, violations.length];
		const run = await this.n8n.run(withItems(workflowOf(step, ...then), items ?? [{}]));
		this.told.push(run.raw);
		const put = run.items('Node');
		const done: Done = {
			run,
			items: put,
			json: put.map(({ json }) => json),
			calls: calls.slice(firstCall).filter(isWork),
			violations: violations.slice(firstViolation),
		};
		return done;
	}

	/**
	 * Offers nodes as tools behind an MCP Server Trigger, each under its own name.
	 * @returns calls a tool as an AI does
	 */
	async openTools(tools: Array<Pick<Job, 'node' | 'parameters'> & { name: string }>) {
		const path = 'tools';
		const server: Step = {
			name: 'Server',
			type: '@n8n/n8n-nodes-langchain.mcpTrigger',
			typeVersion: 2,
			webhookId: path,
			parameters: { path },
		};
		const steps = tools.map(async ({ name, node, parameters }): Promise<Step> => {
			const { type } = credentialsOf(this.servers)[node];
			const credentials = { [type]: await this.credential(node) };
			return { name, type: `${this.typeOf(node)}Tool`, parameters, credentials };
		});
		const { nodes } = chain(server, ...(await Promise.all(steps)));
		const toServer = { ai_tool: [[{ node: 'Server', type: 'ai_tool' as const, index: 0 }]] };
		const connections = Object.fromEntries(tools.map(({ name }) => [name, toServer]));
		const { id } = await this.n8n.createWorkflow({ nodes, connections });
		await this.n8n.activate(id);

		const client = await connectMcp(`${this.n8n.url}/mcp/${path}`);
		return async (name: string, args: IDataObject): Promise<ToolAnswer> => {
			const answer = await client.call(name, args);
			this.told.push(JSON.stringify(answer));
			return answer;
		};
	}

	/** All that n8n keeps in its folder: database, logs, settings. */
	async kept(): Promise<string> {
		const folder = join(this.n8n.userFolder, '.n8n');
		const files = await readdir(folder, { withFileTypes: true });
		const texts = files
			.filter((file) => file.isFile())
			.map(({ name }) => readFile(join(folder, name), 'utf8'));
		return (await Promise.all(texts)).join('\n');
	}

	/** Secrets that a text shows. */
	secretsIn(text: string): string[] {
		const found = this.worlds.flatMap((servers) => secretsIn(servers, text));
		return [...new Set([...found, ...(text.includes(wrongSecret) ? [wrongSecret] : [])])];
	}

	/** Secrets in stored executions and in the words of failed credential tests and pickers. */
	secretsTold(): string[] {
		return this.secretsIn(this.told.join('\n'));
	}
}

/** Gets a file that n8n serves to its editor. */
export async function served(url: string): Promise<Response> {
	return await fetch(url, { headers: { connection: 'close' } });
}
