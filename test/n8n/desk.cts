import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Case } from '../cases.cts';
import { credentialsOf, secretsIn } from '../credentials.cts';
import { startAll, type All, type AllOptions } from '../servers/all.cts';
import type { Entry } from '../servers/base.cts';
import type { N8nVersion } from './install.cts';
import {
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

type System = Case['node'];

/** A node of this package to run on items. */
export interface Job extends Pick<Case, 'node' | 'parameters'> {
	/** Input items; one empty item unless told. */
	items?: IDataObject[];
	onError?: Step['onError'];
	/** Stand-ins other than the shared ones. */
	servers?: All;
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

const signIns = ['signIn', 'login', 'logout'];

/** A person's typing error wherever a secret is asked for; no text may show it either. */
export const wrongSecret = 'Wrong-Secret-42';

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

	static async open(version: N8nVersion): Promise<Desk> {
		const tarball = await packPackage();
		const n8n = await startN8n({ version, tarball, logLevel: 'debug' });
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

	/** Full name of a node type, a credential's stored form, … all begin with the package. */
	typeOf(node: System): string {
		return `${this.n8n.packageName}.${node}`;
	}

	/** The stored credential for a stand-in: one for the whole test run, as users have it. */
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
	async run({ node, parameters, items, onError, servers = this.servers, then = [] }: Job) {
		const { type } = credentialsOf(servers)[node];
		const step: Step = {
			name: 'Node',
			type: this.typeOf(node),
			parameters,
			credentials: { [type]: await this.credential(node, servers) },
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
			calls: calls.slice(firstCall).filter(({ route }) => !signIns.includes(route)),
			violations: violations.slice(firstViolation),
		};
		return done;
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
