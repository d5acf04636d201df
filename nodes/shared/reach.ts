import type { IHttpRequestOptions } from 'n8n-workflow';

import { badInput, Problem } from './errors';

/** n8n's own "Request Options" as far as they say how a server is reached. */
export interface ReachOptions {
	allowUnauthorizedCerts?: boolean;
	/** URL of a proxy, with its user and password if it wants them. */
	proxy?: string;
	/** Milliseconds that an answer may take. */
	timeout?: number;
}

/** The same as part of a request. */
export interface Reach extends Pick<IHttpRequestOptions, 'proxy' | 'skipSslCertificateValidation'> {
	timeout: number;
}

/** How long an answer may take unless the node says otherwise, in milliseconds. */
export const defaultTimeout = 60_000;

/** How each server was last asked for: the credential's sign-in goes the way of the node's requests. */
const reaches = new Map<string, Reach>();

/**
 * Notes how a node reaches the server of a base URL.
 * @throws Problem when the proxy is none
 */
export function reachBy(baseUrl: string, options: ReachOptions): Reach {
	const reach: Reach = {
		timeout: options.timeout ?? defaultTimeout,
		skipSslCertificateValidation: options.allowUnauthorizedCerts === true,
		...(options.proxy ? { proxy: proxyOf(options.proxy) } : {}),
	};
	reaches.set(baseUrl, reach);
	return reach;
}

/** How the server of a base URL is reached, by default directly. */
export const reachOf = (baseUrl: string): Reach =>
	reaches.get(baseUrl) ?? { timeout: defaultTimeout };

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

/** What to do when nobody knows whether a write was acted on. */
export const mayBeRecorded =
	'It may have been recorded all the same: check in the system before running it again.';

const late = 'did not answer in time';

/** What the codes of a failed connection mean, and whether the request had left by then. */
const failures: Record<string, { happened: string; sent: boolean }> = {
	EAI_AGAIN: { happened: 'could not be found: its name did not resolve', sent: false },
	ECONNABORTED: { happened: late, sent: true },
	ECONNREFUSED: { happened: 'could not be reached: the connection was refused', sent: false },
	EHOSTUNREACH: { happened: 'could not be reached: there is no route to it', sent: false },
	ENOTFOUND: { happened: 'could not be found: its name is unknown', sent: false },
	ERR_CANCELED: { happened: 'was not waited for: the execution was cancelled', sent: true },
	ETIMEDOUT: { happened: late, sent: true },
	other: { happened: 'closed the connection before it answered', sent: true },
};

/** An error and what caused it, outermost first. */
export function causes(error: unknown): Array<{ code?: unknown; httpCode?: unknown }> {
	const chain: Array<{ code?: unknown }> = [];
	for (let at = error; at && typeof at === 'object' && chain.length < 5; ) {
		chain.push(at);
		at = (at as { cause?: unknown }).cause;
	}
	return chain;
}

/**
 * What a request without an answer means. The error itself quotes the request: only its codes are read.
 * @param server the server's name and address
 * @param timeout how long was waited at most, in milliseconds
 * @param request what it was: a write may have been acted on, and before a sign-in nothing else has left
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
	const { happened, sent } = failures[code ?? ''] ?? failures.other;
	const waited = happened === late ? ` (waited ${timeout / 1000} seconds)` : '';
	const facts = {
		code,
		// Whoever was waited for until the timeout, or cancelled, is not asked again.
		...(happened === late || code === 'ERR_CANCELED' ? {} : { network: true as const }),
		...(sent && (request !== 'sign-in' || happened === late) ? {} : { unsent: true as const }),
		// Who waited in vain for the sign-in need not do so again for every item.
		...(request === 'sign-in' && happened === late ? { signIn: true as const } : {}),
	};
	return new Problem(
		`${server} ${happened}${waited}`,
		request === 'write' && sent
			? {
					...facts,
					kind: 'unsure',
					advice: mayBeRecorded,
				}
			: {
					...facts,
					kind: 'refused',
					advice:
						'Nothing was changed. Check the address in the credential and that the server is running, then run the node again. Request Options has a longer timeout.',
				},
	);
}
