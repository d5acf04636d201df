import { DirectoryLoader, LoadOptionsContext, PollContext, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IBinaryKeyData,
	type IDataObject,
	type IHttpRequestHelper,
	type ILoadOptionsFunctions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IRun,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { AkashiApi } from '../../credentials/AkashiApi.credentials.ts';
import { AmServerApi } from '../../credentials/AmServerApi.credentials.ts';
import { OmflowApi } from '../../credentials/OmflowApi.credentials.ts';
import { Akashi } from '../../nodes/Akashi/Akashi.node.ts';
import { AkashiTrigger } from '../../nodes/Akashi/AkashiTrigger.node.ts';
import { AmServer } from '../../nodes/AmServer/AmServer.node.ts';
import { AmServerTrigger } from '../../nodes/AmServer/AmServerTrigger.node.ts';
import { Omflow } from '../../nodes/Omflow/Omflow.node.ts';
import { OmflowTrigger } from '../../nodes/Omflow/OmflowTrigger.node.ts';

/** Runs nodes of this package in n8n-core's own execution engine, in this process. */

const types: Record<string, INodeType> = {
	akashi: new Akashi(),
	amServer: new AmServer(),
	omflow: new Omflow(),
};
for (const type of Object.values(types)) DirectoryLoader.applyDeclarativeNodeOptionParameters(type);
const triggerTypes: Record<string, INodeType> = {
	akashiTrigger: new AkashiTrigger(),
	amServerTrigger: new AmServerTrigger(),
	omflowTrigger: new OmflowTrigger(),
};
/** The same without the fast runner, as AI agents and the MCP trigger run them. */
const routedTypes = Object.fromEntries(
	Object.entries(types).map(([name, type]) => [
		name,
		Object.assign(Object.create(type), { customOperations: undefined }) as INodeType,
	]),
);
const credentialTypes: Record<string, ICredentialType> = {
	akashiApi: new AkashiApi(),
	amServerApi: new AmServerApi(),
	omflowApi: new OmflowApi(),
};

/** A credential as n8n stores it: `data` is what the sign-in updates; how often it did, and how often it was read. */
export interface StoredCredential {
	type: string;
	data: ICredentialDataDecryptedObject;
	updates: number;
	reads: number;
}

export const stored = (type: string, data: ICredentialDataDecryptedObject): StoredCredential => ({
	type,
	data,
	updates: 0,
	reads: 0,
});

/** What n8n hands along for expressions in a credential. */
type Resolving = Parameters<IWorkflowExecuteAdditionalData['credentialsHelper']['getDecrypted']>[6];

/** Expressions as n8n resolves them: those of the credential see the item, the nodes and the workflow. */
const resolved = (data: ICredentialDataDecryptedObject, given: Resolving) =>
	Object.fromEntries(
		Object.entries(data).map(([name, value]) => {
			if (!given || typeof value !== 'string' || !value.startsWith('=')) return [name, value];
			const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = given;
			const text = workflow.expression.getParameterValue(
				value,
				runExecutionData,
				runIndex,
				itemIndex,
				node.name,
				connectionInputData,
				'manual',
				{},
			);
			return [name, text as string];
		}),
	);

/**
 * n8n's credential helper without a database. What `preAuthentication` gives, 2.41.1 stores field by field and
 * never over an expression; 1.123.81 stores the whole credential with its expressions resolved (read in both).
 */
function credentialsHelper(credential: StoredCredential, n8n: '1' | '2') {
	const typeOf = (name: string) => credentialTypes[name];
	return {
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: (name: string) => typeOf(name).properties,
		getCredentials: async () => {
			credential.reads++;
			return { getData: () => credential.data };
		},
		getDecrypted: async (...given: unknown[]) => {
			credential.reads++;
			return resolved(credential.data, given[6] as Resolving);
		},
		updateCredentials: async (_: unknown, __: string, data: ICredentialDataDecryptedObject) => {
			credential.data = data;
			credential.updates++;
		},
		authenticate: async (
			data: ICredentialDataDecryptedObject,
			name: string,
			request: Parameters<Extract<ICredentialType['authenticate'], Function>>[1],
		) =>
			await (typeOf(name).authenticate as Extract<ICredentialType['authenticate'], Function>)(
				data,
				request,
			),
		async preAuthentication(
			helpers: IHttpRequestHelper,
			data: ICredentialDataDecryptedObject,
			name: string,
			_: INode,
			expired: boolean,
		) {
			const type = typeOf(name);
			const property = type.properties.find(({ typeOptions }) => typeOptions?.expirable === true);
			if (!property || !type.preAuthentication) return undefined;
			if (data[property.name] !== '' && !expired) return undefined;
			const output = await type.preAuthentication.call(helpers, data);
			if (output[property.name] === undefined) return undefined;
			const fixed = Object.entries(output).filter(
				([key]) => key === property.name || !String(credential.data[key] ?? '').startsWith('='),
			);
			const store = n8n === '1' ? { ...data, ...output } : Object.fromEntries(fixed);
			await this.updateCredentials(undefined, name, { ...credential.data, ...store } as never);
			return Object.assign(data, output);
		},
	};
}

/** Both of n8n's entries to the nodes: for `test.each`, whether `routing` is on. */
export const engines = [
	['fast runner', false],
	['routing', true],
] as const;

export interface Job {
	node: 'akashi' | 'amServer' | 'omflow';
	credential: StoredCredential;
	/** Nobody has chosen the credential in the node. */
	unchosen?: true;
	parameters: INodeParameters;
	/** Input items; one empty item unless told. */
	items?: IDataObject[];
	/** Their files. */
	binary?: IBinaryKeyData[];
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	/** Let n8n's routing engine run it. */
	routing?: boolean;
	timezone?: string;
	/** Which n8n stores the credential. */
	n8n?: '1' | '2';
	/** The execution is cancelled as soon as this is settled. */
	cancelled?: Promise<unknown>;
}

export interface Done {
	/** Items of the first output, then of the error output where there is one. */
	outputs: INodeExecutionData[][];
	items: INodeExecutionData[];
	json: IDataObject[];
	error?: IDataObject & { message: string; description?: string };
	/** All that n8n would store of the run. */
	run: IRun;
}

const trigger: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [[]];
	},
};

/** A workflow of a trigger and the node, and what n8n hands along with it. */
function workflowOf(job: Omit<Job, 'items'>, type: string = job.node) {
	const byName = { ...triggerTypes, ...(job.routing ? routedTypes : types) };
	const node: INode = {
		id: 'node',
		name: 'Node',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: job.parameters,
		credentials: job.unchosen ? {} : { [job.credential.type]: { id: '1', name: 'Credential' } },
		...(job.onError ? { onError: job.onError } : {}),
	};
	const start: INode = { ...node, id: 'start', name: 'Start', type: 'start', parameters: {} };
	delete start.onError;
	const workflow = new Workflow({
		id: 'test',
		nodes: [start, node],
		connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
		active: false,
		nodeTypes: {
			getByName: (name) => byName[name] ?? trigger,
			getByNameAndVersion: (name) => byName[name] ?? trigger,
			getKnownTypes: () => ({}),
		},
		settings: { timezone: job.timezone ?? 'Asia/Tokyo', executionOrder: 'v1' },
	});
	const hooks = { runHook: async () => undefined, handlers: {}, addHandler: () => undefined };
	const additionalData = {
		credentialsHelper: credentialsHelper(job.credential, job.n8n ?? '2'),
		hooks,
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: '',
		instanceBaseUrl: '',
		webhookBaseUrl: '',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		webhookTestBaseUrl: '',
		externalSecretsProxy: undefined,
		logAiEvent: () => undefined,
		setExecutionStatus: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
	return { workflow, node, start, additionalData };
}

/** n8n's context of a picker: what the editor runs the methods of a node with. */
export function pickerContext(job: Omit<Job, 'items'>): ILoadOptionsFunctions {
	const { workflow, node, additionalData } = workflowOf(job);
	// Where the editor keeps the node that is being edited.
	Object.assign(additionalData, { currentNodeParameters: node.parameters });
	return new LoadOptionsContext(workflow, node, additionalData, '');
}

/** How n8n polls a trigger. */
export interface Polling {
	/** `manual` is "Execute Workflow" in the editor. */
	mode?: 'manual' | 'trigger';
	/** How long the poll may take; n8n 1.123 does not say so. */
	budgetMs?: number;
	/** ID of the node: with another one, this process remembers nothing of it, as after a restart of n8n. */
	id?: string;
}

/**
 * One poll of the trigger of a system: the items, or null. What the node keeps is in `data`, which becomes plain JSON as n8n would
 * store it.
 */
export async function pollNode(
	job: Omit<Job, 'items'>,
	data: IDataObject,
	{ mode = 'trigger', budgetMs, id = 'node' }: Polling = {},
): Promise<IDataObject[] | null> {
	const { workflow, node, additionalData } = workflowOf(job, `${job.node}Trigger`);
	node.id = id;
	const context = new PollContext(
		workflow,
		node,
		additionalData,
		mode,
		'activate',
		undefined,
		undefined,
		undefined,
		undefined,
		() => data,
		() => budgetMs ?? 300_000,
	);
	if (budgetMs === undefined) Object.assign(context, { getPollBudgetMs: undefined });
	const output = await triggerTypes[node.type].poll!.call(context);
	const stored = JSON.stringify(data);
	for (const name of Object.keys(data)) delete data[name];
	Object.assign(data, JSON.parse(stored));
	return output && output[0].map(({ json }) => json);
}

/** Runs one node on its input items. */
export async function runNode(job: Job): Promise<Done> {
	const { workflow, start, additionalData } = workflowOf(job);
	const input = (job.items ?? [{}]).map((json, item) => ({
		json,
		...(job.binary?.[item] ? { binary: job.binary[item] } : {}),
		pairedItem: { item },
	}));
	const running = new WorkflowExecute(additionalData, 'manual', createRunExecutionData()).run({
		workflow,
		startNode: start,
		pinData: { Start: input },
	});
	void job.cancelled?.then(() => running.cancel());
	const run = await running;
	const { resultData } = run.data;
	const task = resultData.runData.Node?.[0];
	const outputs = (task?.data?.main ?? []).map((items) => items ?? []);
	const items = outputs[0] ?? [];
	const error = (task?.error ?? resultData.error) as Done['error'];
	return { outputs, items, json: items.map(({ json }) => json), error, run };
}
