import { problemOf, type Problem } from '../errors';

/** How many sign-ins are remembered in one place. */
const most = 500;

/**
 * What signing in gives (a token, a security code, a session), by account, for this process: concurrent
 * callers share one fetch, its result is remembered until it is forgotten, and a failure is not repeated at once.
 */
export class SignIns<T> {
	private readonly known = new Map<string, T>();
	private readonly pending = new Map<string, Promise<T>>();
	private readonly failures = new Map<string, { problem: Problem; at: number }>();

	/**
	 * @param failureLasts how long a failure is returned to all callers, in milliseconds
	 * @param lasting which failures are returned so long; all by default
	 */
	constructor(
		private readonly failureLasts = 0,
		private readonly lasting: (problem: Problem) => boolean = () => true,
	) {}

	/** What is remembered for an account. */
	get(account: string): T | undefined {
		return this.known.get(account);
	}

	/** Remembers what an account was given, as the newest. */
	set(account: string, value: T): void {
		this.known.delete(account);
		this.known.set(account, value);
		if (this.known.size > most) this.known.delete(this.known.keys().next().value as string);
		this.failures.delete(account);
	}

	/** Drops what is remembered: the next request signs in again. */
	forget(account: string): void {
		this.known.delete(account);
	}

	/** A failure does not count any longer. */
	forgetFailure(account: string): void {
		this.failures.delete(account);
	}

	/** What is being fetched for an account right now, however it ends. */
	async settled(account: string): Promise<void> {
		await this.pending.get(account)?.catch(() => undefined);
	}

	/**
	 * What is remembered, or else what `fetch` gives, which is then remembered.
	 * @throws Problem of `fetch`, or of the failure that still counts
	 */
	async obtain(account: string, fetch: () => Promise<T>): Promise<T> {
		return this.known.get(account) ?? (await this.renew(account, fetch));
	}

	/**
	 * What `fetch` gives, which replaces what is remembered. Concurrent callers share one call.
	 * @throws Problem of `fetch`, or of the failure that still counts
	 */
	async renew(account: string, fetch: () => Promise<T>): Promise<T> {
		// Nothing may be awaited between the look and the note: it is what makes many callers share a fetch.
		let pending = this.pending.get(account);
		if (!pending) {
			pending = this.fetched(account, fetch).finally(() => this.pending.delete(account));
			this.pending.set(account, pending);
		}
		return await pending;
	}

	private async fetched(account: string, fetch: () => Promise<T>): Promise<T> {
		const failure = this.failures.get(account);
		if (failure && Date.now() - failure.at < this.failureLasts) throw failure.problem;
		try {
			const value = await fetch();
			this.set(account, value);
			return value;
		} catch (error) {
			const problem = problemOf(error);
			if (this.lasting(problem)) this.failures.set(account, { problem, at: Date.now() });
			throw problem;
		}
	}
}
