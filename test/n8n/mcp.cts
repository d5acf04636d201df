import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

/** What a tool answers. */
export interface ToolAnswer {
	text: string;
	isError?: boolean;
}

export interface McpClient {
	/** Names of the tools. */
	list(): Promise<string[]>;
	/** Calls a tool as an AI does. */
	call(name: string, args: IDataObject): Promise<ToolAnswer>;
}

/**
 * Connects to an MCP Server Trigger as an AI's client does.
 * @param url of the trigger, in a workflow that is active
 * @param headers further ones, such as a token
 * @throws Error if n8n refuses, or does not serve it within 10 seconds
 */
export async function connectMcp(
	url: string,
	headers: Record<string, string> = {},
): Promise<McpClient> {
	let session = '';
	const send = async (method: string, params: object): Promise<Response> => {
		const answer = await fetch(url, {
			method: 'POST',
			headers: {
				connection: 'close',
				'content-type': 'application/json',
				accept: 'application/json, text/event-stream',
				...headers,
				...(session && { 'mcp-session-id': session }),
			},
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
		});
		session = answer.headers.get('mcp-session-id') ?? session;
		return answer;
	};
	const hello = {
		protocolVersion: '2025-03-26',
		capabilities: {},
		clientInfo: { name: 'test', version: '1' },
	};
	let answer = await send('initialize', hello);
	// n8n 2 says that a workflow is active before its addresses are.
	for (let tries = 0; answer.status === 404; tries++) {
		if (tries > 50) throw new Error('n8n does not serve its tools');
		await sleep(200);
		answer = await send('initialize', hello);
	}
	if (!answer.ok) throw new Error(`n8n refuses the client: ${answer.status}`);
	const result = async (method: string, params: object) => {
		const body = await (await send(method, params)).text();
		return JSON.parse(/^data: (.*)$/m.exec(body)?.[1] ?? body).result;
	};
	return {
		async list() {
			const { tools } = await result('tools/list', {});
			return tools.map(({ name }: { name: string }) => name);
		},
		async call(name, args) {
			const { content, isError } = await result('tools/call', { name, arguments: args });
			return { text: content[0].text, isError };
		},
	};
}
