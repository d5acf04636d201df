import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import type { Call } from '../contract';
import { Problem } from '../errors';
import type { Answer, Connection, Values, Verdict } from '../system';
import { unanswered } from './connection';
import { opened } from './files';
import { Multipart, type SentFile } from './multipart';
import { isStored, signInFailureOf, storeOnly, type Credential } from './credential';
import { busy } from './retry';
import type { Run } from './run';

const kindOf = ({ writes }: Call) => (writes ? 'write' : 'read');

/** The path of a call with its values filled in, and the remaining values for query or body. */
export function resolvePath(
	{ path: known }: Connection,
	call: Call,
	values: Values,
): { path: string; rest: Values } {
	const rest = { ...values };
	const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = known[name] ?? rest[name];
		delete rest[name];
		return encodeURIComponent(String(value));
	});
	return { path, rest };
}

/** A call as it is sent. */
export interface Sending {
	call: Call;
	values: Values;
	/** With files, the values are sent as a form (multipart). */
	files?: SentFile[];
}

/** The page that a call answers, as a verdict: no page is a refusal, or of another server. */
export const pageOf = ({ call }: Sending, { status, body }: Answer): Verdict | undefined =>
	call.page && status === 200 && typeof body === 'string' && /^\s*</.test(body)
		? { ok: true, payload: body }
		: undefined;

/** Sends requests that n8n signs with one credential. No part of a request (token, URL, header) goes into an error. */
export class Transport {
	constructor(
		private readonly run: Run,
		private readonly credential: Credential,
	) {}

	/**
	 * Sends a call once; the answer comes whatever its status, unless it says "busy".
	 * @throws Problem when the server is busy or no answer comes
	 */
	async send({ call, values, files = [] }: Sending): Promise<Answer> {
		const { path, rest } = resolvePath(this.run.connection, call, values);
		try {
			// The credential signs the form, too, and turns it into a stream: anew for each attempt.
			const form = files.length > 0 ? new Multipart(rest, await opened(files)) : undefined;
			const answer = await this.request({
				method: call.method,
				url: this.run.connection.baseUrl + path,
				headers: { ...this.run.system.headers },
				...(call.method === 'GET' ? { qs: rest } : { body: form ?? rest }),
				json: true,
				// A redirect would carry the sign-in elsewhere, and OMFLOW redirects to say "no permission".
				disableFollowRedirect: true,
				// Refused sign-ins are handled here, so that n8n does not sign in once per request.
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				...this.run.connectionOptions,
			});
			const unready = busy(this.run.system.name, answer, kindOf(call));
			if (unready) throw unready;
			return { status: answer.statusCode, body: answer.body as unknown };
		} catch (error) {
			throw this.unanswered(error, kindOf(call));
		}
	}

	/**
	 * Makes n8n do now what it otherwise does before the next request: sign in if needed, and store the result.
	 * @throws Problem when the sign-in fails
	 */
	async store(): Promise<void> {
		if (this.credential.expressions.length > 0) return;
		const request: IHttpRequestOptions = { url: storeOnly };
		try {
			await this.request(request);
		} catch (error) {
			if (!isStored(request)) throw this.unanswered(error, 'sign-in');
		}
	}

	private unanswered(error: unknown, request: 'read' | 'sign-in' | 'write'): Problem {
		if (error instanceof Problem) return error;
		const signIn = signInFailureOf(this.credential.data);
		if (signIn) return signIn;
		const server = `${this.run.system.name} at ${this.run.connection.baseUrl}`;
		return unanswered(error, server, this.run.connectionOptions.timeout, request);
	}

	/** A request that n8n signs with the credential of this run. n8n stores a renewed sign-in. */
	private async request(request: IHttpRequestOptions): Promise<IN8nHttpFullResponse> {
		const { credentialType: type } = this.run.system;
		const details = this.run.context.getNode().credentials?.[type];
		return (await this.run.context.helpers.httpRequestWithAuthentication.call(
			this.run.context as IExecuteFunctions,
			type,
			request,
			// Otherwise n8n reads the credential for each request, and always that of the first item.
			{
				credentialsDecrypted: {
					id: details?.id ?? '',
					name: details?.name ?? '',
					type,
					data: this.credential.data,
				},
			},
		)) as IN8nHttpFullResponse;
	}
}
