import { setTimeout as sleep } from 'node:timers/promises';

import type { Call } from '../../nodes/shared/contract.ts';
import { akashiCalls } from '../contracts.cts';
import { formsOf } from '../leaks.cts';

export type CallName = keyof typeof akashiCalls;
export type Row = Record<string, unknown>;

/** What AKASHI answered. */
export interface Reply {
	status: number;
	/** Whether the envelope said success; undefined when it was not the documented envelope. */
	success?: boolean;
	/** `response` of the envelope. */
	payload: unknown;
	/** Codes and messages of `errors`, in one line. */
	words: string;
}

/** What goes out with a call beside the token. */
export interface Sending {
	/** Values of the `{name}` parts of the path; the company ID is filled in. */
	path?: Record<string, string | number>;
	/** Query of a GET, JSON body of any other call. */
	sent?: Row;
	/** Another token than the tenant's own. */
	token?: string;
	/** `application/json` unless told; null for none. */
	contentType?: string | null;
}

export interface Access {
	endpoint: string;
	company: string;
	token: string;
	/** Milliseconds between two requests: nobody else's work is to suffer. */
	pause?: number;
}

/** No answer came: whether the call was acted on is not known. */
export class NoAnswer extends Error {}

const blank = '[hidden]';

/** Takes secrets out of a text, in every form in which a server could quote them. */
export const hiding = (secrets: Iterable<string>) => {
	const forms = [...secrets].flatMap(formsOf).sort((a, b) => b.length - a.length);
	// Letters of a UUID may come back in either case.
	return (text: string) =>
		forms.reduce(
			(left, form) =>
				left.replace(new RegExp(form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi'), blank),
			text,
		);
};

/** The rows of a list; none where it is null, missing or no list. */
export const rowsOf = (payload: unknown, key?: string): Row[] => {
	const list = key === undefined ? payload : (payload as Row | null | undefined)?.[key];
	const rows: unknown[] = Array.isArray(list) ? list : [];
	return rows.filter((row): row is Row => row !== null && typeof row === 'object');
};

/** How a refusal is told: its status, with AKASHI's words or only their codes. */
export const refusalOf = ({ status, success, words }: Reply, how: 'words' | 'codes' = 'words') => {
	if (success === undefined) return `HTTP ${status} without the usual JSON`;
	const said = how === 'words' ? words : [...new Set(words.match(/\bERR\d+\b/g))].join(' ');
	return `refused (HTTP ${status}${said ? `, ${said}` : ''})`;
};

/** Calls AKASHI one request at a time, and remembers what came. */
export class Client {
	/** Every answer that was a success, in the order of the calls. */
	readonly answers: Array<{ name: CallName; payload: unknown }> = [];
	/** Answers that asked to wait, such as `429, Retry-After 5`. */
	readonly busy: string[] = [];
	/** What no output may show: every token that was used or issued. */
	readonly secrets: Set<string>;
	requests = 0;

	constructor(private readonly access: Access) {
		this.secrets = new Set([access.token]);
	}

	/**
	 * Sends a call of the contract, whose own rules are not applied: a probe may ask what the node never would.
	 * @throws NoAnswer when the connection broke or nothing came for a minute
	 */
	async call(name: CallName, sending: Sending = {}): Promise<Reply> {
		const first = await this.send(name, sending);
		const { status, retryAfter } = first;
		if (status !== 429 && !(status === 503 && retryAfter)) return this.kept(name, first);
		this.busy.push(`HTTP ${status}, Retry-After ${retryAfter ?? 'missing'}`);
		// HTTP 503 does not say that nothing was done.
		if (status === 503 && akashiCalls[name].method !== 'GET') return first;
		await sleep(Math.min(Number(retryAfter) || 5, 60) * 1000);
		return this.kept(name, await this.send(name, sending));
	}

	private kept(name: CallName, reply: Reply): Reply {
		if (reply.success) this.answers.push({ name, payload: reply.payload });
		return reply;
	}

	private async send(name: CallName, sending: Sending): Promise<Reply & { retryAfter?: string }> {
		const { endpoint, company, pause = 200 } = this.access;
		const { path = {}, contentType = 'application/json', token = this.access.token } = sending;
		this.secrets.add(token);
		const call: Call = akashiCalls[name];
		const values: Row = { companyId: company, ...path };
		const url = new URL(
			endpoint.replace(/\/+$/, '') +
				call.path.replace(/\{(\w+)\}/g, (_, key: string) =>
					encodeURIComponent(String(values[key])),
				),
		);
		const sent = { token, ...sending.sent };
		const reads = call.method === 'GET';
		if (reads) {
			for (const [key, value] of Object.entries(sent)) url.searchParams.set(key, String(value));
		}
		if (this.requests++ > 0) await sleep(pause);
		try {
			const response = await fetch(url, {
				method: call.method,
				headers: {
					Accept: 'application/json',
					...(contentType && { 'Content-Type': contentType }),
				},
				...(!reads && { body: JSON.stringify(sent) }),
				// A token is not handed on to where somebody else points.
				redirect: 'manual',
				signal: AbortSignal.timeout(60_000),
			});
			const retryAfter = response.headers.get('retry-after') ?? undefined;
			return { ...envelope(response.status, await response.text()), retryAfter };
		} catch (error) {
			const { name: kind, cause } = error as Error;
			throw new NoAnswer(`no answer (${(cause as { code?: string } | undefined)?.code ?? kind})`);
		}
	}
}

/** Chapter 5.1. */
function envelope(status: number, text: string): Reply {
	let body: Row = {};
	try {
		body = (JSON.parse(text) as Row | null) ?? {};
	} catch {
		// Not JSON: told by `success` being undefined.
	}
	const words = rowsOf(body, 'errors').map((one) =>
		[one.code, one.message ?? one.messages].filter(Boolean).join(' ').trim(),
	);
	return {
		status,
		success: typeof body.success === 'boolean' ? body.success : undefined,
		payload: body.response,
		words: [...new Set(words)].join(' / ').replace(/\s+/g, ' '),
	};
}
