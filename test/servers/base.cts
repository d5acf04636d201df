import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import type { Call } from '../../nodes/shared/contract.ts';

/** What is wrong with a request before any system looks at it. */
export type Problem = 'body on GET' | 'content type' | 'not JSON' | 'repeated query parameter';

/** A request as the stand-ins see it. */
export interface Request {
	/** Name of the route, `unknown` when none fits. */
	route: string;
	/** Values of the `{name}` parts of the route's path. */
	params: Record<string, string>;
	method: string;
	path: string;
	query: Record<string, string>;
	/** Parsed JSON; the text where it is none; undefined without a body. */
	body: unknown;
	/** Size of the body in bytes. */
	bytes: number;
	headers: IncomingHttpHeaders;
	problems: Problem[];
	/** The files of a form (multipart); its other parts are in `body`, as text. */
	files?: SentFile[];
}

/** A file as it came. */
export interface SentFile {
	part: string;
	name: string;
	type: string;
	content: Buffer;
}

/** What a stand-in answers: `body` as JSON, or a string as it is, labelled `type`. */
export interface Answer {
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	type?: string;
}

/** One request of the journal. `at` and `doneAt` are epoch milliseconds, `doneAt` 0 while it runs. */
export interface Entry {
	route: string;
	method: string;
	/** Without the query. */
	path: string;
	query: Record<string, string>;
	body: unknown;
	headers: IncomingHttpHeaders;
	files?: SentFile[];
	/** HTTP status answered; 0 without an answer. */
	status: number;
	at: number;
	doneAt: number;
}

/** A fault to order; see `StandIn.fault`. */
export type Fault = {
	/** A route's name, or a pattern for "name METHOD /path"; absent: every request. */
	route?: string | RegExp;
	/** Only requests for which this holds. */
	when?: (request: Request) => boolean;
	/** How many matching requests it hits; 1 unless told. */
	times?: number;
	/** How many matching requests it lets pass first. */
	skip?: number;
} & (
	| { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown }
	| {
			kind: 'body';
			body: unknown;
			status?: number;
			type?: string;
			headers?: Record<string, string>;
	  }
	/** An HTML page labelled application/json; status 500 unless told. */
	| { kind: 'html'; status?: number }
	/** Nothing is handled and no answer comes until `close`. */
	| { kind: 'hang' }
	/** The connection is cut before anything is handled. */
	| { kind: 'resetBefore' }
	/** Handled and stored, then the connection is cut without an answer. */
	| { kind: 'resetAfter' }
	/** The connection is cut while the request is still being read. */
	| { kind: 'resetSending' }
	/** Handled and stored, then no answer comes until `close`. */
	| { kind: 'hangAfter' }
	/** Handled and stored, then answered with a failure. */
	| { kind: 'statusAfter'; status: number }
	/** Handled with the first half of its records, then answered with a failure. */
	| { kind: 'statusHalfway'; status: number }
	/** Handled at once, answered so many milliseconds later. */
	| { kind: 'delay'; ms: number }
	/** Handled, the JSON of the answer cut in the middle. */
	| { kind: 'truncate' }
);

/** Milliseconds before every answer, the same for all or by request. */
export type Latency = number | ((request: Request) => number);

export interface Options {
	/** A free port unless given. */
	port?: number;
	latencyMs?: Latency;
	/** Decides all invented data. */
	seed?: number | string;
}

/** What the three stand-ins have in common. */
export interface StandIn {
	/** What a credential takes as base URL. */
	url: string;
	port: number;
	/** Adjustable while it runs. */
	latency: Latency;
	/** Every request in the order of arrival. */
	calls: Entry[];
	/** What the contract does not allow, and what a stand-in itself got wrong. */
	violations: string[];
	/** Changes the JSON of an answer on its way out; the request was handled as always. */
	mutate?: (route: string, body: unknown) => unknown;
	/** Notes a violation. */
	note(text: string): void;
	readonly inFlight: number;
	/** The most requests that were under way at once. */
	readonly maxInFlight: number;
	/** Requests of one route, or whose "name METHOD /path" fits, or all. */
	count(route?: string | RegExp): number;
	/** Orders a fault. The first that fits a request is taken. */
	fault(fault: Fault): void;
	/** Forgets journal, violations, peaks and ordered faults; data stay. */
	reset(): void;
	/** Cuts all connections, hanging ones included; the port then refuses. */
	close(): Promise<void>;
}

/** A page as servers send it where a program expects JSON. */
export const htmlPage = (title: string) =>
	`<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body><pre>${title}</pre></body></html>\n`;

/**
 * The address of all servers of this process. Each of jest's workers has its own, or a port that a server
 * has just left could be taken by a server of another worker. Only Linux answers on all of 127.0.0.0/8.
 */
export const host =
	process.platform === 'linux' ? `127.0.0.${process.env.JEST_WORKER_ID ?? 1}` : '127.0.0.1';

/** The ports of all servers so far. */
const usedPorts = new Set<number>();

const escape = (text: string) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
const matcher = (path: string) =>
	new RegExp(`^${escape(path).replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);

const fits = (route: string | RegExp | undefined, name: string, method: string, path: string) =>
	route === undefined ||
	(typeof route === 'string' ? route === name : route.test(`${name} ${method} ${path}`));

/** Reads a form (RFC 7578), as strictly as it is written. */
function readForm(raw: Buffer, boundary: string): Required<Pick<Request, 'body' | 'files'>> {
	const body: Record<string, string> = {};
	const files: SentFile[] = [];
	const mark = Buffer.from(`--${boundary}`);
	for (let at = raw.indexOf(mark); at >= 0; ) {
		const next = raw.indexOf(mark, at + mark.length);
		if (next < 0) break;
		// After the mark and before the next one is a line break.
		const part = raw.subarray(at + mark.length + 2, next - 2);
		const end = part.indexOf('\r\n\r\n');
		const head = part.subarray(0, end).toString('utf8');
		const content = part.subarray(end + 4);
		const [, name = ''] = /; name="([^"]*)"/.exec(head) ?? [];
		const [, fileName] = /; filename="([^"]*)"/.exec(head) ?? [];
		if (fileName === undefined) body[name] = content.toString('utf8');
		else {
			const [, type = ''] = /\r\nContent-Type: (.*)$/.exec(head) ?? [];
			files.push({ part: name, name: fileName, type, content });
		}
		at = next;
	}
	return { body, files };
}

/** Reads a request; what breaks HTTP's or JSON's rules is listed, not refused: each system refuses in its own way. */
async function read(
	incoming: IncomingMessage,
): Promise<Pick<Request, 'body' | 'bytes' | 'files' | 'problems'>> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Buffer);
	const raw = Buffer.concat(chunks);
	const problems: Problem[] = [];
	const [, boundary] =
		/^multipart\/form-data; boundary=(\S+)$/.exec(incoming.headers['content-type'] ?? '') ?? [];
	if (boundary) return { ...readForm(raw, boundary), bytes: raw.length, problems };
	if (!raw.length) return { body: undefined, bytes: 0, problems };
	if (incoming.method === 'GET') problems.push('body on GET');
	if (!/^application\/json\s*(;|$)/i.test(incoming.headers['content-type'] ?? ''))
		problems.push('content type');
	let body: unknown = raw.toString('utf8');
	try {
		body = JSON.parse(body as string);
	} catch {
		problems.push('not JSON');
	}
	return { body, bytes: raw.length, problems };
}

/** A request with the first half of the records in its body, if it has one. */
const halfOf = ({ body, ...request }: Request): Request => ({
	...request,
	body:
		body !== null && typeof body === 'object'
			? Object.fromEntries(
					Object.entries(body).map(([name, value]) => [
						name,
						Array.isArray(value) ? value.slice(0, Math.ceil(value.length / 2)) : value,
					]),
				)
			: body,
});

/**
 * Starts a server on 127.0.0.1 that journals, counts and breaks on order, and leaves the answers to `handle`.
 * @param routes names with method (absent: any) and path, `{name}` standing for one segment; the first
 * that fits is taken, and one with `when` only if that holds of the body
 * @param handle answers a request at once; what it throws is answered 500 and noted as a violation
 * @param options port, latency (milliseconds) and seed
 */
export async function startServer(
	routes: Record<string, { method?: string; path: string; when?: (body: unknown) => boolean }>,
	handle: (request: Request) => Answer,
	options: Options = {},
): Promise<StandIn> {
	const table = Object.entries(routes).map(([name, route]) => ({
		...route,
		name,
		path: matcher(route.path),
	}));
	const faults: (Fault & { left: number; toSkip: number })[] = [];
	const sockets = new Set<Socket>();
	const timers = new Set<NodeJS.Timeout>();
	let inFlight = 0;
	let maxInFlight = 0;

	/** Before a body is read only `resetSending` can hit, afterwards all others. */
	const takeFault = (request: Request, early?: 'resetSending') => {
		for (const fault of faults) {
			if ((fault.kind === 'resetSending') !== (early !== undefined)) continue;
			if (fault.left < 1 || !fits(fault.route, request.route, request.method, request.path))
				continue;
			if (fault.when && !fault.when(request)) continue;
			if (fault.toSkip-- > 0) continue;
			fault.left--;
			return fault;
		}
		return undefined;
	};

	/** The answer that a fault puts in the place of the system's own. */
	const ordered = (fault: Fault | undefined): Answer | undefined => {
		if (fault?.kind === 'status' || fault?.kind === 'body') return fault;
		if (fault?.kind !== 'html') return undefined;
		return { status: fault.status ?? 500, body: htmlPage('Internal Server Error') };
	};

	const handled = (request: Request): Answer => {
		for (const problem of request.problems) server.note(`${request.route}: ${problem}`);
		try {
			return handle(request);
		} catch (error) {
			server.note(`${request.route}: stand-in failed: ${(error as Error).message}`);
			return { status: 500, body: htmlPage('stand-in failed'), type: 'text/html' };
		}
	};

	const send = (response: ServerResponse, answer: Answer, cut = false) => {
		const raw = typeof answer.body === 'string';
		const text =
			answer.body === undefined ? '' : raw ? (answer.body as string) : JSON.stringify(answer.body);
		const payload = Buffer.from(cut ? text.slice(0, Math.ceil(text.length / 2)) : text);
		response.writeHead(answer.status ?? 200, {
			'content-type': answer.type ?? 'application/json; charset=utf-8',
			'content-length': payload.length,
			...answer.headers,
		});
		response.end(payload);
	};

	const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
		const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
		const method = incoming.method ?? '';
		const path = url.pathname;
		const query = Object.fromEntries(url.searchParams);
		const fitting = table.filter(
			(route) => (route.method ?? method) === method && route.path.test(path),
		);
		const { headers } = incoming;
		const entry: Entry = {
			route: fitting[0]?.name ?? 'unknown',
			method,
			path,
			query,
			body: undefined,
			headers,
			status: 0,
			at: Date.now(),
			doneAt: 0,
		};
		server.calls.push(entry);
		maxInFlight = Math.max(maxInFlight, ++inFlight);
		response.on('close', () => {
			inFlight--;
			entry.doneAt = Date.now();
			if (response.writableFinished) entry.status = response.statusCode;
		});

		if (takeFault({ ...entry, params: {}, bytes: 0, problems: [] }, 'resetSending')) {
			return void incoming.once('data', () => incoming.socket.destroy());
		}
		const content = await read(incoming);
		const found = fitting.find(({ when }) => when?.(content.body) ?? true);
		const route = (entry.route = found?.name ?? 'unknown');
		const groups = found?.path.exec(path)?.groups ?? {};
		const params = Object.fromEntries(
			Object.entries(groups).map(([key, value]) => [key, decodeURIComponent(value)]),
		);
		const request: Request = { route, params, method, path, query, headers, ...content };
		if (url.searchParams.size > Object.keys(query).length)
			request.problems.push('repeated query parameter');
		entry.body = request.body;
		entry.files = request.files;

		const fault = takeFault(request);
		if (fault?.kind === 'hang') return;
		if (fault?.kind === 'resetBefore') return void incoming.socket.destroy();
		const answer = ordered(fault) ?? {
			...handled(fault?.kind === 'statusHalfway' ? halfOf(request) : request),
		};
		if (server.mutate && typeof answer.body === 'object') {
			answer.body = server.mutate(route, answer.body);
		}
		if (fault?.kind === 'resetAfter') return void incoming.socket.destroy();
		if (fault?.kind === 'hangAfter') return;
		if (fault?.kind === 'statusAfter' || fault?.kind === 'statusHalfway') {
			return send(response, { status: fault.status, body: htmlPage('Internal Server Error') });
		}

		const latency = typeof server.latency === 'function' ? server.latency(request) : server.latency;
		const wait = fault?.kind === 'delay' ? latency + fault.ms : latency;
		const cut = fault?.kind === 'truncate';
		if (!wait) return send(response, answer, cut);
		const timer = setTimeout(() => {
			timers.delete(timer);
			send(response, answer, cut);
		}, wait);
		timers.add(timer);
	};

	const listener = createServer((incoming, response) => {
		// A client that goes away while it still sends makes the reading throw: nobody is left to answer.
		serve(incoming, response).catch(() => incoming.socket.destroy());
	});
	// An idle connection closed by the server would look like a fault that nobody ordered.
	listener.keepAliveTimeout = 0;
	listener.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	const listen = async (wanted: number): Promise<number> => {
		await new Promise<void>((resolve, reject) => {
			listener.once('error', reject);
			listener.listen(wanted, host, resolve);
		});
		return (listener.address() as AddressInfo).port;
	};
	let port = await listen(options.port ?? 0);
	// What a node remembers of a server that is gone must not meet another one.
	while (usedPorts.has(port) && options.port === undefined) {
		await new Promise((resolve) => listener.close(resolve));
		port = await listen(0);
	}
	usedPorts.add(port);
	const server: StandIn = {
		url: `http://${host}:${port}`,
		port,
		latency: options.latencyMs ?? 0,
		calls: [],
		violations: [],
		note: (text) => void server.violations.push(text),
		get inFlight() {
			return inFlight;
		},
		get maxInFlight() {
			return maxInFlight;
		},
		count: (route) =>
			server.calls.filter((call) => fits(route, call.route, call.method, call.path)).length,
		fault: (fault) =>
			void faults.push({ ...fault, left: fault.times ?? 1, toSkip: fault.skip ?? 0 }),
		reset: () => {
			server.calls.length = 0;
			server.violations.length = 0;
			faults.length = 0;
			maxInFlight = inFlight;
		},
		close: async () => {
			timers.forEach(clearTimeout);
			const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
			sockets.forEach((socket) => socket.destroy());
			await closed;
		},
	};
	return server;
}

/** Adds a system's own members to a server; getters stay getters. */
export const extend = <T extends object>(server: StandIn, members: T): StandIn & T =>
	Object.defineProperties(server, Object.getOwnPropertyDescriptors(members)) as StandIn & T;

/** What the contract says against a request's query or body, undefined when it allows it. */
export function objection(call: Call, sent: unknown): string | undefined {
	const { error } = call.request.safeParse(sent);
	return error?.issues
		.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`)
		.join('; ');
}

/** Hands `data` on if the contract knows it as this call's answer, else throws: a stand-in must not drift. */
export function asserted<T>(call: Call, data: T): T {
	const { error } = call.response.safeParse(data);
	if (error) throw new Error(`answer outside the contract: ${error.message}`);
	return data;
}

/** User and password of `Authorization: Basic`, cut at every colon; undefined without such a header. */
export function basicParts(headers: IncomingHttpHeaders): string[] | undefined {
	const encoded = /^Basic (\S+)$/i.exec(headers.authorization ?? '')?.[1];
	return encoded === undefined
		? undefined
		: Buffer.from(encoded, 'base64').toString('utf8').split(':');
}

/** A clock that is real until it is set; times are epoch milliseconds. */
export interface Clock {
	now(): number;
	/** Stops the clock at an instant (milliseconds, Date or ISO 8601 with offset). */
	set(instant: number | string | Date): void;
	/** Moves a stopped or a running clock on. */
	advance(ms: number): void;
}

/** A clock of a server's own: real, until a test sets it. */
export function makeClock(): Clock {
	let stopped: number | undefined;
	let ahead = 0;
	return {
		now: () => (stopped ?? Date.now()) + ahead,
		set: (instant) => {
			stopped = new Date(instant).getTime();
			ahead = 0;
		},
		advance: (ms) => {
			ahead += ms;
		},
	};
}
