import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INode } from 'n8n-workflow';

import { isWork } from '../cases.cts';
import { credentialsOf } from '../credentials.cts';
import {
	withItems,
	workflowOf as builtOf,
	type CredentialReference,
	type N8n,
	type Run,
	type StoredWorkflow,
	type Workflow,
} from '../n8n/instance.cts';
import { connectMcp } from '../n8n/mcp.cts';
import { startAll, type All } from '../servers/all.cts';
import { startServer, type StandIn } from '../servers/base.cts';
import { startMail, type MailServer } from '../servers/mail.cts';
import { workflowOf, type Done, type Recipe, type Sheet } from './recipe.cts';

/** The names by which the workflows of the recipes call their credentials. */
export const credentialNames = {
	akashi: 'AKASHI',
	amServer: 'am-server',
	omflow: 'OMFLOW',
	mail: 'Mail',
	mcp: 'MCP Token',
} as const;
const systems = ['akashi', 'amServer', 'omflow'] as const;

/** What an AI's client has to know. */
const mcpToken = 'a-long-random-text';

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Where recipes are run: an n8n, stand-ins, a mail server and a chat, all of this machine. */
export class RecipeRunner {
	/** By credential type. */
	private readonly credentials = new Map<string, CredentialReference>();
	private readonly tables = new Map<string, string>();
	private project = '';

	private constructor(
		readonly n8n: N8n,
		readonly servers: All,
		readonly mail: MailServer,
		private readonly chat: StandIn,
	) {}

	/** Stores the credentials under the names that the recipes' workflows use. */
	static async open(n8n: N8n): Promise<RecipeRunner> {
		const chat = await startServer({ post: { method: 'POST', path: '/chat' } }, () => ({
			body: 'ok',
			type: 'text/plain',
		}));
		const runner = new RecipeRunner(n8n, await startAll(), await startMail(), chat);
		await runner.storeCredentials();
		runner.project = (await n8n.rest('GET', '/rest/projects/personal')).id;
		return runner;
	}

	async close(): Promise<void> {
		await Promise.all([this.servers, this.mail, this.chat].map((one) => one.close()));
	}

	private async storeCredentials(): Promise<void> {
		const own = credentialsOf(this.servers);
		const mcp = { type: 'httpBearerAuth', data: { token: mcpToken } };
		const all = { ...own, mail: this.mail.credential, mcp };
		for (const name of [...systems, 'mail', 'mcp'] as const) {
			const { type, data } = all[name];
			const reference = await this.n8n.createCredential(type, data, credentialNames[name]);
			this.credentials.set(type, reference);
		}
	}

	/** Puts rows into a data table, which is made in place of one of that name unless it is of this runner. */
	private async makeTable(name: string, rows: IDataObject[]): Promise<void> {
		const tables = `/rest/projects/${this.project}/data-tables`;
		const insert = async (id: string) =>
			await this.n8n.rest('POST', `${tables}/${id}/insert`, { data: rows, returnType: 'count' });
		const own = this.tables.get(name);
		if (own) return void (await insert(own));
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const known = await this.n8n.rest('GET', `${tables}?filter=${filter}`);
		for (const { id } of known.data.filter((one: IDataObject) => one.name === name)) {
			await this.n8n.rest('DELETE', `${tables}/${id}`);
		}
		const columns = Object.keys(rows[0]).map((column) => ({ name: column, type: 'string' }));
		const { id } = await this.n8n.rest('POST', tables, { name, columns });
		await insert(id);
		this.tables.set(name, id);
	}

	private async rows(name: string): Promise<IDataObject[]> {
		const path = `/rest/projects/${this.project}/data-tables/${this.tables.get(name)}/rows`;
		return (await this.n8n.rest('GET', `${path}?take=250`)).data;
	}

	/** What a person does to an imported node: chooses credential and table. */
	private setUp(node: INode): void {
		const references = Object.keys(node.credentials ?? {}).map((type) => [
			type,
			this.credentials.get(type),
		]);
		if (references.length > 0) node.credentials = Object.fromEntries(references);
		const { dataTableId: table } = node.parameters as IDataObject;
		if (table) {
			const chosen = table as IDataObject;
			chosen.value = this.tables.get(String(chosen.cachedResultName))!;
		}
	}

	/** Enters the address of this chat. */
	useChat({ nodes }: Workflow): void {
		for (const { parameters } of nodes) {
			if (parameters.url === 'https://chat.example.com/webhook') {
				parameters.url = `${this.chat.url}/chat`;
			}
		}
	}

	/**
	 * Imports a recipe, with the tables that it needs.
	 * @param adjust sets what else is to be set
	 * @returns the workflow as n8n stored it
	 */
	async import(
		{ name, tables }: Recipe,
		adjust: (workflow: Workflow) => void = () => {},
	): Promise<StoredWorkflow> {
		for (const [table, rows] of Object.entries(tables?.(this.servers) ?? {})) {
			await this.makeTable(table, rows);
		}
		const workflow = workflowOf(name);
		workflow.nodes.forEach((node) => this.setUp(node));
		// The editor leaves the settings of a file behind.
		workflow.settings = { executionOrder: 'v1' };
		adjust(workflow);
		// A run starts from the first node.
		const isTrigger = ({ type }: INode) => /trigger$|\.webhook$/i.test(type);
		workflow.nodes.sort((one, other) => Number(isTrigger(other)) - Number(isTrigger(one)));
		return await this.n8n.createWorkflow(workflow);
	}

	/** Runs a recipe as it is imported, from its trigger, with the stand-ins as it needs them. */
	async run(recipe: Recipe): Promise<Done> {
		const { servers, mail, chat } = this;
		recipe.prepare?.(servers);
		const workflow = await this.import(recipe, (imported) => {
			this.useChat(imported);
			recipe.set?.(imported, servers);
		});
		const before = systems.map((system) => servers[system].calls.length);
		mail.mails.length = chat.calls.length = 0;
		const { run, answer } = await this.start(recipe, workflow);
		return {
			run,
			answer,
			servers,
			mails: [...mail.mails],
			posts: chat.calls.map(({ body }) => String((body as IDataObject).text)),
			rows: async (table) => await this.rows(table),
			calls: (system) =>
				servers[system].calls.slice(before[systems.indexOf(system)]).filter(isWork).length,
		};
	}

	private async start(
		{ post, form, ask }: Recipe,
		stored: StoredWorkflow,
	): Promise<{ run: Run; answer?: string }> {
		const { n8n, servers } = this;
		if (ask) {
			await n8n.activate(stored.id);
			const url = `${n8n.url}/mcp/${stored.nodes[0].parameters.path}`;
			await expect(connectMcp(url, { authorization: 'Bearer guess' })).rejects.toThrow('refuses');
			await ask(await connectMcp(url, { authorization: `Bearer ${mcpToken}` }), servers);
			await n8n.deactivate(stored.id);
			return { run: await n8n.waitForExecution(stored.id) };
		}
		if (!post && !form) {
			await n8n.begin(stored);
			return { run: await n8n.waitForExecution(stored.id) };
		}
		await n8n.activate(stored.id);
		const { parameters, webhookId } = stored.nodes[0];
		const { path = webhookId } = parameters;
		const send = async () =>
			post
				? await this.send(`/webhook/${path}`, JSON.stringify(post(servers)))
				: await this.send(`/form/${path}`, await this.filledIn(form!(servers)));
		let answer = await send();
		// n8n 2 says that a workflow is active before its addresses are.
		for (let tries = 0; answer.status === 404 && tries < 50; tries++) {
			await sleep(200);
			answer = await send();
		}
		const text = await answer.text();
		const run = await n8n.waitForExecution(stored.id);
		await n8n.deactivate(stored.id);
		return { run, answer: text };
	}

	private async send(path: string, body: FormData | string): Promise<Response> {
		return await fetch(this.n8n.url + path, {
			method: 'POST',
			headers: {
				connection: 'close',
				...(typeof body === 'string' && { 'content-type': 'application/json' }),
			},
			body,
		});
	}

	/** A form's fields as a browser sends them. */
	private async filledIn(values: Array<string | Sheet>): Promise<FormData> {
		const data = new FormData();
		for (const [place, value] of values.entries()) {
			if (typeof value === 'string') data.append(`field-${place}`, value);
			else data.append(`field-${place}`, await this.workbook(value), value.name);
		}
		return data;
	}

	/** An Excel file, which n8n itself writes and sends by mail. */
	private async workbook({ rows }: Sheet): Promise<Blob> {
		const { type } = this.mail.credential;
		const workflow = builtOf(
			{
				name: 'File',
				type: 'n8n-nodes-base.convertToFile',
				typeVersion: 1.1,
				parameters: { operation: 'xlsx' },
			},
			{
				name: 'Mail',
				type: 'n8n-nodes-base.emailSend',
				typeVersion: 2.1,
				parameters: {
					fromEmail: 'test@example.com',
					toEmail: 'test@example.com',
					subject: 'File',
					options: { attachments: 'data' },
				},
				credentials: { [type]: this.credentials.get(type)! },
			},
		);
		await this.n8n.run(withItems(workflow, rows));
		const [{ content }] = this.mail.mails.pop()!.attachments;
		return new Blob([new Uint8Array(content)], { type: xlsx });
	}
}
