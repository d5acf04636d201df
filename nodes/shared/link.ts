import {
	sleep,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type IExecuteSingleFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import { repeatOf, type Call, type Repeat } from './contract';
import { Problem, problemOf, withoutSecrets } from './errors';
import { gateOf } from './gate';
import { busy, isBusy, pauseBefore, type Effort } from './patience';
import { causes, mayBeRecorded, reachBy, unanswered, type Reach, type ReachOptions } from './reach';
import type { Connection, System, Values, Verdict } from './system';

/** The contexts of n8n from which a call can be made. */
export type CallContext = IExecuteFunctions | IExecuteSingleFunctions | ILoadOptionsFunctions;

/** The node's "Request Options" (n8n adds its own to ours). */
export interface RequestOptions extends ReachOptions {
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

/** A write of which nobody knows whether it was acted on says so, whatever else there is to do. */
function inDoubt({ message, facts }: Problem, repeat: Repeat): Problem {
	const told = facts.kind !== 'unsure' || facts.advice.startsWith(mayBeRecorded);
	const advice = repeat === 'read' || told ? facts.advice : `${mayBeRecorded} ${facts.advice}`;
	return new Problem(message, { ...facts, advice });
}

const kindOf = ({ writes }: Call) => (writes ? 'write' : 'read');

/** All values of these names, at any depth. */
const namedIn = (data: unknown, names: readonly string[]): string[] =>
	data !== null && typeof data === 'object'
		? Object.entries(data).flatMap(([name, value]) =>
				names.includes(name) ? String(value ?? '') : namedIn(value, names),
			)
		: [];

/** The failure that ended the tries, with what was tried. */
function triedInVain(problem: Problem, { tried, waited }: Effort): Problem {
	if (tried === 1) return problem;
	const how = waited > 0 ? `in ${Math.ceil(waited / 1_000)} seconds of waiting` : `${tried} times`;
	return new Problem(problem.message, {
		...problem.facts,
		advice: `${problem.facts.advice} It was tried ${how}.`,
	});
}

/** Requests in flight to one server unless the node says otherwise. */
export const defaultRequestsAtOnce = 4;

/**
 * One node run's line to its system: every request of this package goes through `call`.
 *
 * A call takes a place at the server's gate, is signed in by n8n and the credential type, and its
 * answer is judged by the system. Nothing of the request (token, URL, header) enters an error.
 */
export class Link {
	/** Why nothing more can be asked: the sign-in was refused, and asking on would lock the account. */
	private shutOut?: Problem;

	/** The answer to the call that `System.explain` compares with. */
	private compared?: Promise<Verdict>;

	private constructor(
		private readonly context: CallContext,
		readonly system: System,
		readonly connection: Connection,
		/** How many requests this run may have in flight. */
		readonly width: number,
		/** Records of several items that one request may carry, as far as the call allows it. */
		readonly recordsPerRequest: number,
		/** Writes are shown instead of sent. */
		readonly checksOnly: boolean,
		private readonly reach: Reach,
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
		const connection = system.connect(credentials);
		return new Link(
			context,
			system,
			connection,
			options.requestsAtOnce ?? defaultRequestsAtOnce,
			options.recordsPerRequest ?? Infinity,
			options.checkOnly === true,
			reachBy(connection.baseUrl, options),
			credentials,
			stopsAtFailure,
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
		if (this.checksOnly && repeat !== 'read') throw new Preview(this.preview(call, values));
		try {
			const { payload, partly } = await gateOf(this.connection.baseUrl).pass(
				this.width,
				async () => await this.patiently(repeat, async () => await this.signedIn(call, values)),
			);
			return { payload, partly: partly && this.clean(partly, call, values) };
		} catch (error) {
			const problem = this.clean(inDoubt(problemOf(error), repeat), call, values);
			if (problem.facts.signIn) this.shutOut = problem;
			throw problem;
		}
	}

	/** What a call would send, as an item may show it: without the sign-in, and with its secrets hidden. */
	preview(call: Call, values: Values): IDataObject {
		const { path, rest } = this.addressed(call, values);
		const hide = (data: unknown): unknown => {
			if (Array.isArray(data)) return data.map(hide);
			if (data === null || typeof data !== 'object') return data;
			return Object.fromEntries(
				Object.entries(data).map(([name, value]) => [
					name,
					call.secrets?.includes(name) ? '[hidden]' : hide(value),
				]),
			);
		};
		return { checkedOnly: true, method: call.method, path, body: hide(rest) as IDataObject };
	}

	/** The path of a call with its values filled in, and the values that are left for query or body. */
	private addressed(call: Call, values: Values): { path: string; rest: Values } {
		const rest = { ...values };
		const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) => {
			const value = this.connection.path[name] ?? rest[name];
			delete rest[name];
			return encodeURIComponent(String(value));
		});
		return { path, rest };
	}

	/** Tries a call until it is answered, as often and as long as it may be repeated (`pauseBefore`). */
	private async patiently<T>(repeat: Repeat, attempt: () => Promise<T>): Promise<T> {
		for (let tried = 1, waited = 0; ; tried++) {
			this.goOn();
			try {
				return await attempt();
			} catch (error) {
				const problem = problemOf(error);
				const pause = pauseBefore(problem.facts, repeat, { tried, waited }, Math.random());
				if (pause === undefined) throw triedInVain(problem, { tried, waited });
				if (isBusy(problem.facts.httpStatus)) waited += pause;
				// In short steps, so that cancelling the execution ends the wait.
				for (let left = pause; left > 0; left -= step) {
					this.goOn();
					await sleep(Math.min(left, step));
				}
			}
		}
	}

	/** @throws Problem when nothing more is to be asked */
	private goOn(): void {
		if (this.shutOut) throw this.shutOut;
		const signal =
			'getExecutionCancelSignal' in this.context && this.context.getExecutionCancelSignal();
		if (!signal || !signal.aborted) return;
		throw new Problem('The execution was cancelled', {
			kind: 'refused',
			advice: 'What was sent before is done. Nothing more was sent.',
		});
	}

	/** The credential as it is now. */
	private readonly stored = async () =>
		await this.context.getCredentials(this.system.credentialType);

	/** Sends a call, and once more with a new sign-in when the old one was refused. */
	private async signedIn(call: Call, values: Values): Promise<Extract<Verdict, { ok: true }>> {
		const good = async (verdict: Extract<Verdict, { ok: true }>) => {
			const next = await this.system.answered?.(call, verdict.payload, this.stored);
			if (next) {
				const read = async () => await this.send(next.call, next.values, true);
				// Whatever becomes of it, the call itself is done.
				await this.patiently('read', read).catch(() => undefined);
			}
			return verdict;
		};
		const sentAt = Date.now();
		const first = this.system.judge(await this.send(call, values, true));
		if (first.ok) return await good(first);
		if (!first.signInRefused) throw first.problem;
		const renewed = await this.system.renewSignIn(
			this.context,
			this.credentials,
			sentAt,
			this.stored,
		);
		const second =
			renewed && this.system.judge(await this.send(call, values, renewed.ignoreHttpStatusErrors));
		if (second?.ok) return await good(second);
		throw await this.explained(second ?? first);
	}

	/**
	 * Signs in anew where the system keeps sessions, ending the one before, and answers who is signed in.
	 * @throws Problem when user or password is refused
	 */
	async signInAnew(): Promise<IDataObject> {
		return await this.aside(this.system.signInAnew!);
	}

	/**
	 * Ends the session where the system keeps one; the next call signs in by itself.
	 * @throws Problem when the system does not do it
	 */
	async signOut(): Promise<void> {
		await this.aside(this.system.signOut!);
	}

	/** What is done with the sign-in itself, with the credential as it is now. Done twice is as good as once. */
	private async aside<T>(
		act: (http: CallContext, credentials: ICredentialDataDecryptedObject) => Promise<T>,
	): Promise<T> {
		try {
			return await gateOf(this.connection.baseUrl).pass(
				this.width,
				async () =>
					await this.patiently('read', async () => await act(this.context, await this.stored())),
			);
		} catch (error) {
			throw this.clean(problemOf(error));
		}
	}

	/** The problem of a refusal, with what a comparison tells of it where that is needed. */
	private async explained(refusal: Extract<Verdict, { ok: false }>): Promise<Problem> {
		const { explain } = this.system;
		if (!refusal.signInRefused || !explain) return refusal.problem;
		return await explain(
			refusal.problem,
			async (call) => await (this.compared ??= this.send(call, {}, true).then(this.system.judge)),
		).catch(() => refusal.problem);
	}

	private async send(call: Call, values: Values, ignoreHttpStatusErrors: boolean) {
		const { path, rest } = this.addressed(call, values);
		const request: IHttpRequestOptions = {
			method: call.method,
			url: this.connection.baseUrl + path,
			headers: { ...this.system.headers },
			...(call.method === 'GET' ? { qs: rest } : { body: rest }),
			json: true,
			// A redirect would carry the sign-in elsewhere, and OMFLOW redirects to say "no permission".
			disableFollowRedirect: true,
			ignoreHttpStatusErrors,
			returnFullResponse: true,
			...this.reach,
		};
		try {
			const answer = (await this.context.helpers.httpRequestWithAuthentication.call(
				this.context as IExecuteFunctions,
				this.system.credentialType,
				request,
			)) as IN8nHttpFullResponse;
			const unready = busy(this.system.name, answer, kindOf(call));
			if (unready) throw unready;
			return { status: answer.statusCode, body: answer.body as unknown };
		} catch (error) {
			throw this.failure(error, call);
		}
	}

	/** What a request that n8n gave up on means. */
	private failure(error: unknown, call: Call): Problem {
		const chain = causes(error);
		const told = chain.some((at) => at instanceof Problem);
		const status = chain.map(({ httpCode }) => Number(httpCode)).find((code) => code >= 100);
		const { name } = this.system;
		if (status && !told) {
			const unready = busy(name, { statusCode: status }, kindOf(call));
			if (unready) return unready;
			const verdict = this.system.judge({ status, body: undefined });
			if (!verdict.ok) return verdict.problem;
		}
		return unanswered(
			error,
			`${name} at ${this.connection.baseUrl}`,
			this.reach.timeout,
			kindOf(call),
		);
	}

	/** The same problem with every secret of credential and call blanked out of the system's words. */
	private clean(problem: Problem, call?: Call, values: Values = {}): Problem {
		return withoutSecrets(problem, [
			...this.system.secrets(this.credentials),
			...namedIn(values, call?.secrets ?? []),
		]);
	}
}
