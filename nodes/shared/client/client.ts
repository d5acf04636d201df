import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { checkAnswer } from '../answers';
import { repeatOf, type Call } from '../contract';
import { Problem, problemOf } from '../errors';
import type { Answer, CallContext, Connection, System, Values, Verdict } from '../system';
import { connectBy, type ConnectionOptions, type NodeConnectionOptions } from './connection';
import type { Credential } from './credential';
import { inDoubt, inPart } from './doubt';
import { limiterOf } from './limiter';
import { Pace, type Batching } from './pace';
import { redactor, secretValuesIn, withoutSecretValues } from './redact';
import { Retries } from './retry';
import { resolvePath, Transport } from './transport';

/** The node's "Request Options" (n8n adds its own to ours). */
export interface RequestOptions extends NodeConnectionOptions {
	batching?: Batching;
	checkOnly?: boolean;
	recordsPerRequest?: number;
	requestsAtOnce?: number;
}

/** Thrown instead of sending a write when "Check Only" is on. */
export class Preview extends Error {
	constructor(readonly row: IDataObject) {
		super('Only checked');
	}
}

/** Default limit of requests in flight to one server. */
export const defaultRequestsAtOnce = 4;

/**
 * The client for some items of a run: every request of this package goes through `call`.
 *
 * A call takes a place at the server's limiter, is signed in by n8n and the credential type, and its
 * answer is judged by the system. Nothing of the request (token, URL, header) enters an error.
 */
export class Client {
	/** Why no more requests are sent: the sign-in was refused, and more attempts could lock the account. */
	private ended?: Problem;

	private readonly retries = new Retries(() => this.throwIfEnded());

	private readonly transport: Transport;

	/** The answer to the call that `System.explain` compares with. */
	private compared?: Promise<Verdict>;

	/** What the user must know about a credential that n8n cannot renew. */
	readonly note?: string;

	private constructor(
		private readonly context: CallContext,
		readonly system: System,
		readonly connection: Connection,
		/** How many requests this run may have in flight. */
		readonly concurrency: number,
		/** Maximum number of records per request, if the call allows several. */
		readonly recordsPerRequest: number,
		/** Writes are output instead of sent. */
		readonly checkOnly: boolean,
		connectionOptions: ConnectionOptions,
		private readonly credential: Credential,
		private readonly pace: Pace,
		/** The run ends with the first failure: no more requests are needed after it. */
		readonly stopOnFailure: boolean,
	) {
		this.transport = new Transport(context, system, connection, connectionOptions, credential);
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
			new Pace(options.batching),
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
	 * The same for calls that can succeed in part: `partly` is what was refused.
	 * @throws Problem when the whole request is refused
	 */
	async exchange(
		call: Call,
		values: Values,
		repeat = repeatOf(call, values),
	): Promise<{ payload: unknown; partly?: Problem }> {
		if (this.checkOnly && repeat !== 'read') throw new Preview(this.preview(call, values));
		await this.pace.next();
		try {
			const { payload, partly } = await limiterOf(this.connection.baseUrl).pass(
				this.concurrency,
				async () => await this.retries.run(repeat, async () => await this.sendSigned(call, values)),
			);
			checkAnswer(call, payload, this.system.name, partly !== undefined);
			return { payload, partly };
		} catch (error) {
			const problem = inDoubt(problemOf(error), repeat);
			if (problem.facts.endsRun) this.ended = problem;
			throw problem;
		}
	}

	/** What a call would send, fit for an output item: without the sign-in, and with its secrets hidden. */
	preview(call: Call, values: Values): IDataObject {
		const { path, rest } = resolvePath(this.connection, call, values);
		const body = withoutSecretValues(rest, call.secrets) as IDataObject;
		return { checkedOnly: true, method: call.method, path, body };
	}

	/** @throws Problem when no more requests may be sent */
	private throwIfEnded(): void {
		if (this.ended) throw this.ended;
		const signal =
			'getExecutionCancelSignal' in this.context && this.context.getExecutionCancelSignal();
		if (!signal || !signal.aborted) return;
		throw new Problem('The execution was cancelled', {
			kind: 'refused',
			advice: 'Earlier requests went through. Nothing more was sent.',
		});
	}

	/** Sends a call, and repeats it with a new sign-in when the old one was refused. */
	private async sendSigned(call: Call, values: Values): Promise<Extract<Verdict, { ok: true }>> {
		const { credential, system } = this;
		for (let tried = 1; ; tried++) {
			if (system.lacksSession?.(credential.data)) await this.startSession();
			const sentAt = Date.now();
			const sent = { ...credential.data };
			const verdict = this.judged(await this.transport.send(call, values), call, values);
			if (verdict.ok) {
				// The call itself has succeeded, even if storing fails.
				if (system.answered?.(call, verdict.payload, credential.data)) {
					await this.transport.store().catch(() => undefined);
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

	/** The verdict on an answer, with secrets redacted. */
	private judged(answer: Answer, call: Call, values: Values): Verdict {
		const redact = redactor(() => [
			...this.system.secrets(this.credential.data),
			...secretValuesIn(values, call.secrets),
		]);
		return this.system.judge(answer, redact);
	}

	/** Signs in before the request and not with it, so that a refusal is about a session that is known. */
	private async startSession(): Promise<void> {
		const { data, expressions } = this.credential;
		if (expressions.length > 0) await this.system.signIn!(this.context, data);
		else await this.transport.store();
	}

	/**
	 * Starts a new session and ends the previous one, where the system has sessions. Returns who is signed in.
	 * @throws Problem when user or password is refused
	 */
	async signInAnew(): Promise<IDataObject> {
		const who = await this.withSession(this.system.signInAnew!);
		await this.transport.store();
		return who;
	}

	/**
	 * Ends the session, where the system has one; the next call signs in again.
	 * @throws Problem when the system does not do it
	 */
	async signOut(): Promise<void> {
		await this.withSession(this.system.signOut!);
	}

	/** Runs an action on the sign-in itself with the current credential. Repeating it does no harm. */
	private async withSession<T>(
		act: (http: CallContext, credentials: ICredentialDataDecryptedObject) => Promise<T>,
	): Promise<T> {
		const { data, read, expressions } = this.credential;
		return await limiterOf(this.connection.baseUrl).pass(
			this.concurrency,
			async () =>
				await this.retries.run('read', async () => {
					if (expressions.length === 0) Object.assign(data, await read());
					return await act(this.context, data);
				}),
		);
	}

	/** The problem of a refusal, completed by `System.explain` and the note on the credential. */
	private async explained(problem: Problem): Promise<Problem> {
		const { explain } = this.system;
		const compare = async (call: Call) =>
			await (this.compared ??= this.transport
				.send(call, {})
				.then((answer) => this.judged(answer, call, {})));
		const told = explain ? await explain(problem, compare).catch(() => problem) : problem;
		return this.note ? told.with({ advice: `${told.facts.advice} ${this.note}` }) : told;
	}
}
