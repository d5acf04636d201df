import type { IHttpRequestOptions } from 'n8n-workflow';

import { badInput, Problem } from '../errors';

/** The part of n8n's own "Request Options" that is about the connection. */
export interface NodeConnectionOptions {
	allowUnauthorizedCerts?: boolean;
	/** URL of a proxy, with its user and password if it wants them. */
	proxy?: string;
	/** Milliseconds that an answer may take. */
	timeout?: number;
}

/** The same, as request options. */
export interface ConnectionOptions
	extends Pick<IHttpRequestOptions, 'proxy' | 'skipSslCertificateValidation'> {
	timeout: number;
}

/** Default timeout of a request, in milliseconds. */
export const defaultTimeout = 60_000;

/** The last connection options per server: the sign-in of the credential uses those of the node. */
const optionsByServer = new Map<string, ConnectionOptions>();

/**
 * Sets the connection options for the server of a base URL.
 * @throws Problem when the proxy is not a URL
 */
export function connectBy(baseUrl: string, options: NodeConnectionOptions): ConnectionOptions {
	const connectionOptions: ConnectionOptions = {
		timeout: options.timeout ?? defaultTimeout,
		skipSslCertificateValidation: options.allowUnauthorizedCerts === true,
		...(options.proxy ? { proxy: proxyOf(options.proxy) } : {}),
	};
	optionsByServer.set(baseUrl, connectionOptions);
	return connectionOptions;
}

/** The connection options for the server of a base URL; direct by default. */
export const connectionOptionsOf = (baseUrl: string): ConnectionOptions =>
	optionsByServer.get(baseUrl) ?? { timeout: defaultTimeout };

function proxyOf(text: string): IHttpRequestOptions['proxy'] {
	if (!URL.canParse(text)) throw badInput('Proxy', 'must be a URL such as http://proxy:3128');
	const { hostname, port, protocol, username, password } = new URL(text);
	return {
		host: hostname,
		port: Number(port || (protocol === 'https:' ? 443 : 80)),
		protocol: protocol.replace(':', ''),
		...(username
			? { auth: { username: decodeURIComponent(username), password: decodeURIComponent(password) } }
			: {}),
	};
}

/** Advice when it is unknown whether a write was carried out. */
export const mayBeRecorded =
	'It may have been recorded: check in the system before running it again.';

const late = 'did not answer in time';

interface Failure {
	happened: string;
	/** What to do if it was not a write. */
	advice: string;
	/** Whether the request had been sent. */
	sent: boolean;
	/** Whether a retry may succeed. */
	passing: boolean;
}

const checkAddress = 'Check the address in the credential, and that the server is running.';
const away = (happened: string): Failure => ({
	happened,
	advice: `Nothing was changed. ${checkAddress} Then run the node again.`,
	sent: false,
	passing: true,
});
const tooLate: Failure = {
	happened: late,
	advice:
		'Nothing was changed. Run the node again, or set a longer time under Settings → Request Options → Timeout.',
	sent: true,
	passing: false,
};
const untrusted: Failure = {
	happened:
		'could not be reached over a secure connection: its certificate or encryption is not accepted',
	advice:
		'Nothing was changed. Check whether the address in the credential must begin with https:// or http://. For a self-signed certificate, turn on Settings → Request Options → Ignore SSL Issues.',
	sent: false,
	passing: false,
};
const cut: Failure = {
	happened: 'closed the connection before it answered',
	advice:
		'Nothing was changed. The server, or a proxy in front of it, may be restarting: run the node again in a minute.',
	sent: true,
	passing: true,
};

/** What the codes of a failed connection mean. */
const failures: Record<string, Failure> = {
	EAI_AGAIN: away('could not be found: its name did not resolve'),
	ECONNABORTED: tooLate,
	ECONNREFUSED: away('could not be reached: the connection was refused'),
	EHOSTUNREACH: away('could not be reached: there is no route to it'),
	ENETUNREACH: away('could not be reached: there is no route to it'),
	ENOTFOUND: away('could not be found: its name is unknown'),
	ERR_CANCELED: {
		happened: 'did not answer before the execution was cancelled',
		advice: 'Nothing was changed.',
		sent: true,
		passing: false,
	},
	ETIMEDOUT: tooLate,
};

const failureOf = (code = ''): Failure =>
	failures[code] ?? (/CERT|SIGNATURE|SSL|TLS|EPROTO/.test(code) ? untrusted : cut);

/** An error and what caused it, outermost first. */
function causes(error: unknown): Array<{ code?: unknown }> {
	const chain: Array<{ code?: unknown }> = [];
	for (let at = error; at && typeof at === 'object' && chain.length < 5; ) {
		chain.push(at);
		at = (at as { cause?: unknown }).cause;
	}
	return chain;
}

/**
 * The problem of a request without an answer. The error itself quotes the request, so only its codes are read.
 * @param server the server's name and address
 * @param timeout in milliseconds
 * @param request its kind: a write may have been carried out, and nothing was sent before a sign-in
 */
export function unanswered(
	error: unknown,
	server: string,
	timeout: number,
	request: 'read' | 'sign-in' | 'write',
): Problem {
	const chain = causes(error);
	const told = chain.find((at) => at instanceof Problem);
	if (told) return told as Problem;
	const code = chain.map((at) => at.code).find((at): at is string => typeof at === 'string');
	const { happened, advice, sent, passing } = failureOf(code);
	const waited = happened === late ? ` (waited ${timeout / 1000} seconds)` : '';
	const unsure = request === 'write' && sent;
	return new Problem(`${server} ${happened}${waited}`, {
		kind: unsure ? 'unsure' : 'refused',
		advice: unsure ? mayBeRecorded : advice,
		code,
		...(passing ? { network: true } : {}),
		...(sent && (request !== 'sign-in' || happened === late) ? {} : { unsent: true }),
		// After a timeout of the sign-in, other items do not wait for it again.
		...(request === 'sign-in' && happened === late ? { endsRun: true } : {}),
	});
}
