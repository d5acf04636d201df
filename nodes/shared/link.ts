import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IExecuteSingleFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { Call } from './contract';
import { Problem, problemOf } from './errors';
import { gateOf } from './gate';
import type { Connection, System, Values } from './system';

/** The contexts of n8n from which a call can be made. */
export type CallContext = IExecuteFunctions | IExecuteSingleFunctions | ILoadOptionsFunctions;

/** The node's "Request Options" (n8n adds its own to ours). */
export interface RequestOptions {
	allowUnauthorizedCerts?: boolean;
	proxy?: string;
	requestsAtOnce?: number;
	timeout?: number;
}

/** How long an answer may take unless the node says otherwise, in milliseconds. */
const defaultTimeout = 60_000;

/** Requests in flight to one server unless the node says otherwise. */
export const defaultRequestsAtOnce = 4;

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

/**
 * One node run's line to its system: every request of this package goes through `call`.
 *
 * A call takes a place at the server's gate, is signed in by n8n and the credential type, and its
 * answer is judged by the system. Nothing of the request (token, URL, header) enters an error.
 */
export class Link {
	/** Why nothing more can be asked: the sign-in was refused, and asking on would lock the account. */
	private shutOut?: Problem;

	private constructor(
		private readonly context: CallContext,
		readonly system: System,
		readonly connection: Connection,
		private readonly options: RequestOptions,
		private readonly credentials: ICredentialDataDecryptedObject,
		/** The run ends with the first failure: nothing more need be asked after it. */
		readonly stopsAtFailure: boolean,
	) {}

	/** @throws Problem when the credential cannot be used */
	static async open(
		context: CallContext,
		system: System,
		options: RequestOptions = {},
		stopsAtFailure = true,
	): Promise<Link> {
		const credentials = await context.getCredentials(system.credentialType);
		return new Link(
			context,
			system,
			system.connect(credentials),
			options,
			credentials,
			stopsAtFailure,
		);
	}

	/** How many requests this run may have in flight. */
	get width(): number {
		return this.options.requestsAtOnce ?? defaultRequestsAtOnce;
	}

	/**
	 * Sends one documented call and returns the data of its answer.
	 * @param values query (GET) or body (otherwise), and values for `{name}` in the path, which are not
	 * sent again
	 * @throws Problem with the system's code and words when it refuses
	 */
	async call(call: Call, values: Values = {}): Promise<unknown> {
		const { payload, partly } = await this.exchange(call, values);
		if (partly) throw partly;
		return payload;
	}

	/**
	 * The same for calls that may be done in part: `partly` says what was refused beside the data.
	 * @throws Problem when the whole request is refused
	 */
	async exchange(call: Call, values: Values): Promise<{ payload: unknown; partly?: Problem }> {
		try {
			const { payload, partly } = await gateOf(this.connection.baseUrl).pass(
				this.width,
				async () => {
					if (this.shutOut) throw this.shutOut;
					const sentAt = Date.now();
					const first = this.system.judge(await this.send(call, values, true));
					if (first.ok) return first;
					if (!first.signInRefused) throw first.problem;
					const { ignoreHttpStatusErrors } = this.system.renewSignIn(this.credentials, sentAt);
					const second = this.system.judge(await this.send(call, values, ignoreHttpStatusErrors));
					if (second.ok) return second;
					throw second.problem;
				},
			);
			return { payload, partly: partly && this.clean(partly, call, values) };
		} catch (error) {
			const problem = this.clean(problemOf(error), call, values);
			if (problem.facts.signIn) this.shutOut = problem;
			throw problem;
		}
	}

	private async send(call: Call, values: Values, ignoreHttpStatusErrors: boolean) {
		const rest = { ...values };
		const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) => {
			const value = this.connection.path[name] ?? rest[name];
			delete rest[name];
			return encodeURIComponent(String(value));
		});
		const timeout = this.options.timeout ?? defaultTimeout;
		const request: IHttpRequestOptions = {
			method: call.method,
			url: this.connection.baseUrl + path,
			headers: { ...this.system.headers },
			...(call.method === 'GET' ? { qs: rest } : { body: rest }),
			json: true,
			timeout,
			// A redirect would carry the sign-in elsewhere, and OMFLOW redirects to say "no permission".
			disableFollowRedirect: true,
			ignoreHttpStatusErrors,
			returnFullResponse: true,
			skipSslCertificateValidation: this.options.allowUnauthorizedCerts === true,
			...(this.options.proxy ? { proxy: proxyOf(this.options.proxy) } : {}),
		};
		try {
			const answer = (await this.context.helpers.httpRequestWithAuthentication.call(
				this.context as IExecuteFunctions,
				this.system.credentialType,
				request,
			)) as IN8nHttpFullResponse;
			return { status: answer.statusCode, body: answer.body as unknown };
		} catch (error) {
			throw this.failure(error, call, timeout);
		}
	}

	/** What a request that n8n gave up on means. The error itself quotes the request: only codes are read. */
	private failure(error: unknown, call: Call, timeout: number): Problem {
		const chain: Array<{ code?: unknown; httpCode?: unknown }> = [];
		for (let at = error; at && typeof at === 'object' && chain.length < 5; ) {
			if (at instanceof Problem) return at;
			chain.push(at);
			at = (at as { cause?: unknown }).cause;
		}
		const status = chain.map((at) => Number(at.httpCode)).find((at) => at >= 100);
		if (status) {
			const verdict = this.system.judge({ status, body: undefined });
			if (!verdict.ok) return verdict.problem;
		}
		const code = chain.map((at) => at.code).find((at): at is string => typeof at === 'string');
		const { happened, sent } = failures[code ?? ''] ?? failures.other;
		const waited = happened === late ? ` (waited ${timeout / 1000} seconds)` : '';
		return new Problem(
			`${this.system.name} at ${this.connection.baseUrl} ${happened}${waited}`,
			call.writes && sent
				? {
						kind: 'unsure',
						code,
						advice:
							'It may have been recorded all the same: check in the system before running it again.',
					}
				: {
						kind: 'refused',
						code,
						advice:
							'Nothing was changed. Check the address in the credential and that the server is running, then run the node again. Request Options has a longer timeout.',
					},
		);
	}

	/** The same problem with every secret of credential and call blanked out of the system's words. */
	private clean({ message, facts }: Problem, call: Call, values: Values): Problem {
		const secrets = [
			...this.system.secrets(this.credentials),
			...(call.secrets ?? []).map((name) => String(values[name])),
		]
			.filter((secret) => secret.length >= 4)
			.flatMap((secret) => [secret, encodeURIComponent(secret)]);
		const blank = (text: string) =>
			secrets.reduce((left, secret) => left.split(secret).join('[hidden]'), text);
		return new Problem(blank(message), {
			...facts,
			...(facts.words === undefined ? {} : { words: blank(facts.words) }),
			only: (about) => {
				const part = facts.only?.(about);
				return part && this.clean(part, call, values);
			},
		});
	}
}

function proxyOf(text: string): IHttpRequestOptions['proxy'] {
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
