import { sleep, type IDataObject } from 'n8n-workflow';

import type { Repeat } from '../contract';
import { Problem, problemOf, type Facts } from '../errors';
import { mayBeRecorded } from './connection';

/** Maximum total wait for one call while its server is busy or unreachable, in milliseconds. */
export const longestWait = 60_000;

/** Maximum number of attempts of a read when the server fails. */
const mostTries = 3;

/** The attempts of a call so far. */
export interface Attempts {
	/** Times it was sent. */
	tried: number;
	/** Total wait in milliseconds. */
	waited: number;
	/** Another call of the run already gave up on an unreachable server: this one waits less. */
	hurried?: boolean;
}

/** Too many requests, or not ready: the server itself says that it did not act. */
export const isBusy = (status: number | undefined) => status === 429 || status === 503;

/**
 * The problem of an answer that says that the server is busy; undefined for any other answer.
 * @param server the server's name
 * @param request its kind: a write may have been carried out, unless the answer is 429
 */
export function busy(
	server: string,
	{ statusCode: httpStatus, headers }: { statusCode: number; headers?: IDataObject },
	request: 'read' | 'sign-in' | 'write',
): Problem | undefined {
	if (!isBusy(httpStatus)) return undefined;
	const retryAfter = retryAfterOf(headers?.['retry-after'], Date.now());
	const asks =
		retryAfter === undefined ? '' : ` and asks to wait ${Math.ceil(retryAfter / 1_000)} seconds`;
	const unsure = request === 'write' && httpStatus !== 429;
	return new Problem(`${server} is busy: it answered HTTP ${httpStatus}${asks}`, {
		kind: unsure ? 'unsure' : 'refused',
		httpStatus,
		retryAfter,
		advice: `${unsure ? `${mayBeRecorded} If it was not, wait` : 'Nothing was changed. Wait'} a minute and run the node again, or lower Settings → Request Options → Requests at Once.`,
		// Nothing was sent before it, and other items do not wait for it again.
		...(request === 'sign-in' ? { unsent: true as const, endsRun: true as const } : {}),
	});
}

/**
 * The delay before a failed call is sent again.
 *
 * Reads, and requests that were never sent, are retried with growing delays while the server is busy or
 * unreachable (it may be restarting). A call that timed out is not: the user chose the timeout. Keyed writes are
 * retried when the server says that it did not act. Writes that create something are retried only if they were
 * never sent, or after 429.
 * @param random 0 to 1, spreads the retries of concurrent calls
 * @returns milliseconds, or undefined for no retry
 */
export function retryDelay(
	{ httpStatus, retryAfter, unsent, network }: Facts,
	repeat: Repeat,
	{ tried, waited, hurried = false }: Attempts,
	random: number,
): number | undefined {
	const harmless = unsent === true || repeat === 'read';
	if (isBusy(httpStatus)) {
		// 503 without Retry-After may come from a proxy that gave up on the server.
		const notActed = httpStatus === 429 || (repeat === 'keyed' && retryAfter !== undefined);
		// 50 to 100 percent of 1, 2, 4, … seconds, and at least the time that the server asks for.
		const pause = Math.max(retryAfter ?? 0, growing(1_000, tried, random));
		return (harmless || notActed) && waited + pause <= longestWait ? pause : undefined;
	}
	if (!harmless) return undefined;
	const pause = growing(500, tried, random);
	if (network === true && !hurried) return waited + pause <= longestWait ? pause : undefined;
	const failed = network === true || (httpStatus !== undefined && httpStatus >= 500);
	return failed && tried < mostTries ? pause : undefined;
}

/** 50 to 100 percent of a time that doubles with each attempt, in milliseconds. */
const growing = (first: number, tried: number, random: number) =>
	first * 2 ** (tried - 1) * (1 - random / 2);

/**
 * The header "Retry-After" in milliseconds from now: seconds, or a date (RFC 9110, 10.2.3).
 * @returns undefined when it is absent or cannot be read
 */
export function retryAfterOf(header: unknown, now: number): number | undefined {
	const text = String(header ?? '').trim();
	if (/^\d+$/.test(text)) return Number(text) * 1_000;
	const at = text === '' ? NaN : Date.parse(text);
	return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Milliseconds between two checks for cancellation during a wait. */
const step = 500;

/** The retries of one client. */
export class Retries {
	/**
	 * @param throwIfEnded throws when no more requests may be sent; called before each attempt and while waiting
	 * @param run what it shares with the other clients of the run
	 */
	constructor(
		private readonly throwIfEnded: () => void,
		private readonly run: { waitedInVain?: true },
	) {}

	/**
	 * Tries until it works, as often and as long as it may be repeated (`retryDelay`).
	 * @throws Problem with what was tried
	 */
	async retry<T>(repeat: Repeat, attempt: () => Promise<T>): Promise<T> {
		for (let tried = 1, waited = 0; ; tried++) {
			this.throwIfEnded();
			try {
				return await attempt();
			} catch (error) {
				const problem = problemOf(error);
				const attempts = { tried, waited, hurried: this.run.waitedInVain };
				const pause = retryDelay(problem.facts, repeat, attempts, Math.random());
				if (pause === undefined) {
					const away = problem.facts.network === true && waited >= longestWait / 2;
					if (away) this.run.waitedInVain = true;
					throw afterRetries(away && problem.facts.unsent ? endOfRun(problem) : problem, attempts);
				}
				waited += pause;
				// In short steps, so that cancelling the execution ends the wait early.
				for (let left = pause; left > 0; left -= step) {
					this.throwIfEnded();
					await sleep(Math.min(left, step));
				}
			}
		}
	}
}

/** The failure of the last attempt, with the number of attempts. */
function afterRetries(problem: Problem, { tried, waited }: Attempts): Problem {
	if (tried === 1) return problem;
	const how = `${tried} times in ${Math.ceil(waited / 1_000)} seconds`;
	return problem.with({ advice: `${problem.facts.advice} It was tried ${how}.` });
}

/** The server stayed unreachable for the whole wait: the other items do not wait again. */
const endOfRun = (problem: Problem) => problem.with({ endsRun: true });
