import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { checkAnswer } from '../answers';
import { repeatOf, type Call } from '../contract';
import { Problem, problemOf } from '../errors';
import type { Answer, CallContext, Connection, Person, System, Values, Verdict } from '../system';
import type { Credential } from './credential';
import { inDoubt, inPart } from './doubt';
import { fileFinder, type FileFinder } from './files';
import { limiterOf } from './limiter';
import type { SentFile } from './multipart';
import { previewOf } from './preview';
import { redactor, secretValuesIn } from './redact';
import { Retries } from './retry';
import { defaultRequestsAtOnce, Preview, runOf, type RequestOptions, type Run } from './run';
import { pageOf, Transport, type Sending } from './transport';

/**
 * The client for some items of a run: every request of this package goes through `call`.
 *
 * A call takes a place at the server's limiter, is signed in by n8n and the credential type, and its
 * answer is judged by the system. Nothing of the request (token, URL, header) enters an error.
 */
export class Client {
	readonly system: System;
	readonly connection: Connection;
	/** How many requests this run may have in flight. */
	readonly concurrency: number;
	/** Maximum number of records per request, if the call allows several. */
	readonly recordsPerRequest: number;
	/** Writes are output instead of sent. */
	readonly checkOnly: boolean;
	/** The run ends with the first failure: no more requests are needed after it. */
	readonly stopOnFailure: boolean;
	/** Finds a file of an input item. */
	readonly file: FileFinder;
	/** What the user must know about a credential that n8n cannot renew. */
	readonly note?: string;
	/** Why no more requests are sent: the sign-in was refused, and more attempts could lock the account. */
	private ended?: Problem;
	private readonly retries: Retries;
	private readonly transport: Transport;
	/** The answer to the call that `System.explain` compares with. */
	private compared?: Promise<Verdict>;
	private readonly others = new Map<string, Client>();

	private constructor(
		private readonly run: Run,
		private readonly credential: Credential,
		/** Whom it acts as, and the client of the owner of the credential; neither if it is that one. */
		private readonly person?: Person,
		readonly owner?: Client,
	) {
		const { system, connection, options, stopOnFailure } = run;
		this.system = system;
		this.connection = connection;
		this.concurrency = options.requestsAtOnce ?? defaultRequestsAtOnce;
		this.recordsPerRequest = options.recordsPerRequest ?? Infinity;
		this.checkOnly = options.checkOnly === true;
		this.stopOnFailure = stopOnFailure;
		this.file = fileFinder(run.context);
		this.retries = new Retries(() => this.throwIfEnded(), run);
		this.transport = new Transport(run, credential);
		const { data, expressions } = credential;
		if (expressions.length > 0 && !person) this.note = system.withoutStoring?.(data, expressions);
	}

	/** @throws Problem when the credential cannot be used */
	static open(
		context: CallContext,
		system: System,
		credential: Credential,
		options: RequestOptions = {},
		stopOnFailure = true,
	): Client {
		return new Client(runOf(context, system, credential.data, options, stopOnFailure), credential);
	}

	/** The client of this run that acts as a person: the same one each time. n8n stores nothing of it. */
	as(person: Person): Client {
		const name = JSON.stringify([person.name, person.secret]);
		const known = this.others.get(name);
		if (known) return known;
		const data = this.system.actAs!(this.credential.data, person);
		const own = { data, expressions: Object.keys(data), read: async () => data };
		const client = data === this.credential.data ? this : new Client(this.run, own, person, this);
		this.others.set(name, client);
		return client;
	}

	/** The secret that signs, and its end: for an output that is about it. */
	secret(): { secret: string; end?: number } | undefined {
		return this.system.secretOf?.(this.credential.data);
	}

	/**
	 * Sends one documented call and returns the data of its answer.
	 * @param values query (GET) or body (otherwise), and values for `{name}` in the path, which are not
	 * sent again
	 * @param files with which the values are sent as a form (multipart)
	 * @throws Problem with the system's code and words when it refuses
	 */
	async call(call: Call, values: Values = {}, files: SentFile[] = []): Promise<unknown> {
		const { payload, partly } = await this.exchange(call, values, undefined, files);
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
		files: SentFile[] = [],
	): Promise<{ payload: unknown; partly?: Problem }> {
		if (this.checkOnly && repeat !== 'read') throw new Preview(this.preview(call, values, files));
		const sending = { call, values, files };
		await this.run.pace.next();
		try {
			const { payload, partly } = await limiterOf(this.connection.baseUrl).pass(
				this.concurrency,
				async () => await this.retries.retry(repeat, async () => await this.sendSigned(sending)),
			);
			checkAnswer(call, payload, this.system.name, partly !== undefined);
			return { payload, partly };
		} catch (error) {
			const problem = this.ofPerson(inDoubt(problemOf(error), repeat));
			const { endsRun, ofSender } = problem.facts;
			if (endsRun && ofSender) this.ended = problem;
			else if (endsRun) this.run.ended = problem;
			throw problem;
		}
	}

	/** What a call would send, as an output item. */
	preview(call: Call, values: Values, files: SentFile[] = []): IDataObject {
		return previewOf(this.connection, call, values, files);
	}

	/** @throws Problem when no more requests may be sent */
	private throwIfEnded(): void {
		const ended = this.ended ?? this.run.ended;
		if (ended) throw ended;
		this.run.throwIfCancelled();
	}

	/** Sends a call, and repeats it with a new sign-in when the old one was refused. */
	private async sendSigned(sending: Sending): Promise<Extract<Verdict, { ok: true }>> {
		const { credential, system } = this;
		for (let tried = 1; ; tried++) {
			if (system.lacksSession?.(credential.data)) await this.startSession();
			const sentAt = Date.now();
			const sent = { ...credential.data };
			const verdict = this.judged(await this.transport.send(sending), sending);
			if (verdict.ok) {
				// The call itself has succeeded, even if storing fails.
				if (system.answered?.(sending.call, verdict.payload, credential.data)) {
					await this.transport.store().catch(() => undefined);
				}
				return verdict;
			}
			if (!verdict.signInRefused) throw verdict.problem;
			const refused = { credentials: sent, sentAt, tried };
			const { data, read } = credential;
			const again = await system.renewSignIn(this.run.context, refused, data, read);
			if (!again) throw await this.explained(verdict.problem, sending.call);
		}
	}

	/** The verdict on an answer, with secrets redacted. */
	private judged(answer: Answer, sending: Sending): Verdict {
		const redact = redactor(() => [
			...this.system.secrets(this.credential.data),
			...secretValuesIn(sending.values, sending.call.secrets),
		]);
		return pageOf(sending, answer) ?? this.system.judge(answer, redact);
	}

	/** Signs in before the request and not with it, so that a refusal is about a session that is known. */
	private async startSession(): Promise<void> {
		const { data, expressions } = this.credential;
		if (expressions.length > 0) await this.system.signIn!(this.run.context, data);
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
				await this.retries.retry('read', async () => {
					if (expressions.length === 0) Object.assign(data, await read());
					return await act(this.run.context, data);
				}),
		);
	}

	/** A refused sign-in of a person: the advice is not about the credential. */
	private ofPerson(problem: Problem): Problem {
		if (!this.person || !problem.facts.ofSender) return problem;
		return problem.with({ advice: this.person.advice });
	}

	/** The problem of a refusal, completed by `System.explain` and the note on the credential. */
	private async explained(problem: Problem, call: Call): Promise<Problem> {
		const { explain } = this.system;
		const compare = async (other: Call) =>
			await (this.compared ??= this.transport
				.send({ call: other, values: {} })
				.then((answer) => this.judged(answer, { call: other, values: {} })));
		const told = explain ? await explain(problem, call, compare).catch(() => problem) : problem;
		return this.note ? told.with({ advice: `${told.facts.advice} ${this.note}` }) : told;
	}
}
