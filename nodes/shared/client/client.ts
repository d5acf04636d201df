import {
	sleep,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import { checkAnswer } from '../answers';
import { repeatOf, type Call, type Repeat } from '../contract';
import { isStored, signInFailureOf, storeOnly, type Credential } from './credential';
import { redactor, secretValuesIn, withoutSecretValues } from './redact';
import { Problem, problemOf } from '../errors';
import { limiterOf } from './limiter';
import { busy, longestWait, retryDelay, type Attempts } from './retry';
import {
	mayBeRecorded,
	connectBy,
	unanswered,
	type ConnectionOptions,
	type NodeConnectionOptions,
} from './connection';
import type { Answer, CallContext, Connection, System, Values, Verdict } from '../system';

/** The node's "Request Options" (n8n adds its own to ours). */
export interface RequestOptions extends NodeConnectionOptions {
	checkOnly?: boolean;
	recordsPerRequest?: number;
	requestsAtOnce?: number;
}

/** Thrown in the place of a write that is only to be checked. */
export class Preview extends Error {
	constructor(readonly row: IDataObject) {
		super('Only checked');
	}
}

/** Milliseconds after which a wait looks whether it goes on. */
const step = 500;

/**
 * What a failed call means for the person who made it. Of a write that may have been acted on nobody may say
 * "run it again".
 */
function inDoubt({ message, facts }: Problem, repeat: Repeat): Problem {
	if (facts.kind !== 'unsure' || facts.advice.startsWith(mayBeRecorded)) {
		return new Problem(message, facts);
	}
	const advice =
		repeat === 'read'
			? `${facts.advice} Run the node again later.`
			: `${mayBeRecorded} ${facts.advice}`;
	return new Problem(message, { ...facts, advice });
}

/** A write of one record that is said to be done and refused in one answer: nobody knows which it is. */
const inPart = ({ message, facts }: Problem) => new Problem(message, { ...facts, kind: 'unsure' });

const kindOf = ({ writes }: Call) => (writes ? 'write' : 'read');

/** The failure that ended the tries, with what was tried. */
function afterRetries(problem: Problem, { tried, waited }: Attempts): Problem {
	if (tried === 1) return problem;
	const how = `${tried} times in ${Math.ceil(waited / 1_000)} seconds`;
	return new Problem(problem.message, {
		...problem.facts,
		advice: `${problem.facts.advice} It was tried ${how}.`,
	});
}

/** A server that was not there for as long as it was waited for: the other items need not wait as well. */
const endOfRun = ({ message, facts }: Problem) => new Problem(message, { ...facts, endsRun: true });

/** Requests in flight to one server unless the node says otherwise. */
export const defaultRequestsAtOnce = 4;

/**
 * The client for some items of a run: every request of this package goes through `call`.
 *
 * A call takes a place at the server's gate, is signed in by n8n and the credential type, and its
 * answer is judged by the system. Nothing of the request (token, URL, header) enters an error.
 */
export class Client {
	/** Why nothing more can be asked: the sign-in was refused, and asking on would lock the account. */
	private ended?: Problem;

	/** A call was waited for as long as any may be, and in vain: the others are not. */
	private waitedInVain = false;

	/** The answer to the call that `System.explain` compares with. */
	private compared?: Promise<Verdict>;

	/** What a person has to know of a credential that n8n cannot renew. */
	readonly note?: string;

	private constructor(
		private readonly context: CallContext,
		readonly system: System,
		readonly connection: Connection,
		/** How many requests this run may have in flight. */
		readonly concurrency: number,
		/** Records of several items that one request may carry, as far as the call allows it. */
		readonly recordsPerRequest: number,
		/** Writes are shown instead of sent. */
		readonly checkOnly: boolean,
		private readonly connectionOptions: ConnectionOptions,
		private readonly credential: Credential,
		/** The run ends with the first failure: nothing more need be asked after it. */
		readonly stopOnFailure: boolean,
	) {
		const { data, expressions } = credential;
		if (expressions.length > 0) this.note = system.withoutStoring?.(data, expressions);
	}

	/** @throws Problem when the credential cannot be used */
	static open(
		context: CallContext,
		system: System,
		credential: Credential,
		options: RequestOptions = {},
		stopOnFailure = true,
	): Client {
		const connection = system.connect(credential.data);
		return new Client(
			context,
			system,
			connection,
			options.requestsAtOnce ?? defaultRequestsAtOnce,
			options.recordsPerRequest ?? Infinity,
			options.checkOnly === true,
			connectBy(connection.baseUrl, options),
			credential,
			stopOnFailure,
		);
	}

	/**
	 * Sends one documented call and returns the data of its answer.
	 * @param values query (GET) or body (otherwise), and values for `{name}` in the path, which are not
	 * sent again
	 * @throws Problem with the system's code and words when it refuses
	 */
	async call(call: Call, values: Values = {}): Promise<unknown> {
		const { payload, partly } = await this.exchange(call, values);
		if (partly && call.writes) throw inDoubt(inPart(partly), repeatOf(call, values));
		if (partly) throw partly;
		return payload;
	}

	/**
	 * The same for calls that may be done in part: `partly` says what was refused beside the data.
	 * @throws Problem when the whole request is refused
	 */
	async exchange(
		call: Call,
		values: Values,
		repeat = repeatOf(call, values),
	): Promise<{ payload: unknown; partly?: Problem }> {
		if (this.checkOnly && repeat !== 'read') throw new Preview(this.preview(call, values));
		try {
			const { payload, partly } = await limiterOf(this.connection.baseUrl).pass(
				this.concurrency,
				async () => await this.withRetries(repeat, async () => await this.sendSigned(call, values)),
			);
			checkAnswer(call, payload, this.system.name, partly !== undefined);
			return { payload, partly };
		} catch (error) {
			const problem = inDoubt(problemOf(error), repeat);
			if (problem.facts.endsRun) this.ended = problem;
			throw problem;
		}
	}

	/** What a call would send, as an item may show it: without the sign-in, and with its secrets hidden. */
	preview(call: Call, values: Values): IDataObject {
		const { path, rest } = this.resolvePath(call, values);
		const body = withoutSecretValues(rest, call.secrets) as IDataObject;
		return { checkedOnly: true, method: call.method, path, body };
	}

	/** The path of a call with its values filled in, and the values that are left for query or body. */
	private resolvePath(call: Call, values: Values): { path: string; rest: Values } {
		const rest = { ...values };
		const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) => {
			const value = this.connection.path[name] ?? rest[name];
			delete rest[name];
			return encodeURIComponent(String(value));
		});
		return { path, rest };
	}

	/** Tries a call until it is answered, as often and as long as it may be repeated (`retryDelay`). */
	private async withRetries<T>(repeat: Repeat, attempt: () => Promise<T>): Promise<T> {
		for (let tried = 1, waited = 0; ; tried++) {
			this.throwIfEnded();
			try {
				return await attempt();
			} catch (error) {
				const problem = problemOf(error);
				const attempts = { tried, waited, hurried: this.waitedInVain };
				const pause = retryDelay(problem.facts, repeat, attempts, Math.random());
				if (pause === undefined) {
					const away = problem.facts.network === true && waited >= longestWait / 2;
					this.waitedInVain ||= away;
					throw afterRetries(away && problem.facts.unsent ? endOfRun(problem) : problem, attempts);
				}
				waited += pause;
				// In short steps, so that cancelling the execution ends the wait.
				for (let left = pause; left > 0; left -= step) {
					this.throwIfEnded();
					await sleep(Math.min(left, step));
				}
			}
		}
	}

	/** @throws Problem when nothing more is to be asked */
	private throwIfEnded(): void {
		if (this.ended) throw this.ended;
		const signal =
			'getExecutionCancelSignal' in this.context && this.context.getExecutionCancelSignal();
		if (!signal || !signal.aborted) return;
		throw new Problem('The execution was cancelled', {
			kind: 'refused',
			advice: 'What was sent before is done. Nothing more was sent.',
		});
	}

	/** Sends a call, and again with a new sign-in when the old one was refused. */
	private async sendSigned(call: Call, values: Values): Promise<Extract<Verdict, { ok: true }>> {
		const { credential, system } = this;
		for (let tried = 1; ; tried++) {
			if (system.lacksSession?.(credential.data)) await this.startSession();
			const sentAt = Date.now();
			const sent = { ...credential.data };
			const verdict = this.judged(await this.send(call, values), call, values);
			if (verdict.ok) {
				// The call itself is done, whatever becomes of this.
				if (system.answered?.(call, verdict.payload, credential.data)) {
					await this.store().catch(() => undefined);
				}
				return verdict;
			}
			if (!verdict.signInRefused) throw verdict.problem;
			const refused = { credentials: sent, sentAt, tried };
			const { data, read } = credential;
			const again = await system.renewSignIn(this.context, refused, data, read);
			if (!again) throw await this.explained(verdict.problem);
		}
	}

	/** What an answer means, in words that show no secret. */
	private judged(answer: Answer, call: Call, values: Values): Verdict {
		const redact = redactor(() => [
			...this.system.secrets(this.credential.data),
			...secretValuesIn(values, call.secrets),
		]);
		return this.system.judge(answer, redact);
	}

	/** Before the request and not with it: whatever refuses the request then refuses a session that is known. */
	private async startSession(): Promise<void> {
		const { data, expressions } = this.credential;
		if (expressions.length > 0) await this.system.signIn!(this.context, data);
		else await this.store();
	}

	/**
	 * Has n8n do at once what it otherwise does before the next request: sign in where that is needed, and
	 * store what came of it.
	 * @throws Problem when the sign-in fails
	 */
	private async store(): Promise<void> {
		if (this.credential.expressions.length > 0) return;
		const request: IHttpRequestOptions = { url: storeOnly };
		try {
			await this.request(request);
		} catch (error) {
			if (!isStored(request)) throw this.unanswered(error, 'sign-in');
		}
	}

	/**
	 * Signs in anew where the system keeps sessions, ending the one before, and answers who is signed in.
	 * @throws Problem when user or password is refused
	 */
	async signInAnew(): Promise<IDataObject> {
		const who = await this.withSession(this.system.signInAnew!);
		await this.store();
		return who;
	}

	/**
	 * Ends the session where the system keeps one; the next call signs in by itself.
	 * @throws Problem when the system does not do it
	 */
	async signOut(): Promise<void> {
		await this.withSession(this.system.signOut!);
	}

	/** What is done with the sign-in itself, with the credential as it is now. Done twice is as good as once. */
	private async withSession<T>(
		act: (http: CallContext, credentials: ICredentialDataDecryptedObject) => Promise<T>,
	): Promise<T> {
		const { data, read, expressions } = this.credential;
		return await limiterOf(this.connection.baseUrl).pass(
			this.concurrency,
			async () =>
				await this.withRetries('read', async () => {
					if (expressions.length === 0) Object.assign(data, await read());
					return await act(this.context, data);
				}),
		);
	}

	/** The problem of a refusal, with what a comparison and the credential tell of it where that is needed. */
	private async explained(problem: Problem): Promise<Problem> {
		const { explain } = this.system;
		const compare = async (call: Call) =>
			await (this.compared ??= this.send(call, {}).then((answer) => this.judged(answer, call, {})));
		const told = explain ? await explain(problem, compare).catch(() => problem) : problem;
		if (!this.note) return told;
		return new Problem(told.message, {
			...told.facts,
			advice: `${told.facts.advice} ${this.note}`,
		});
	}

	private async send(call: Call, values: Values): Promise<Answer> {
		const { path, rest } = this.resolvePath(call, values);
		try {
			const answer = await this.request({
				method: call.method,
				url: this.connection.baseUrl + path,
				headers: { ...this.system.headers },
				...(call.method === 'GET' ? { qs: rest } : { body: rest }),
				json: true,
				// A redirect would carry the sign-in elsewhere, and OMFLOW redirects to say "no permission".
				disableFollowRedirect: true,
				// Refusals of the sign-in are met here, so that n8n does not sign in once for each request.
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				...this.connectionOptions,
			});
			const unready = busy(this.system.name, answer, kindOf(call));
			if (unready) throw unready;
			return { status: answer.statusCode, body: answer.body as unknown };
		} catch (error) {
			throw this.unanswered(error, kindOf(call));
		}
	}

	private unanswered(error: unknown, request: 'read' | 'sign-in' | 'write'): Problem {
		if (error instanceof Problem) return error;
		const signIn = signInFailureOf(this.credential.data);
		if (signIn) return signIn;
		const server = `${this.system.name} at ${this.connection.baseUrl}`;
		return unanswered(error, server, this.connectionOptions.timeout, request);
	}

	/** A request that n8n signs with the credential of this run, and for which it stores what it renews. */
	private async request(request: IHttpRequestOptions): Promise<IN8nHttpFullResponse> {
		const { credentialType: type } = this.system;
		const details = this.context.getNode().credentials?.[type];
		return (await this.context.helpers.httpRequestWithAuthentication.call(
			this.context as IExecuteFunctions,
			type,
			request,
			// Otherwise n8n reads the credential anew for each request, and always that of the first item.
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
