import { sleep, type IDataObject } from 'n8n-workflow';

import type { Repeat } from '../contract';
import { Problem, problemOf, type Facts } from '../errors';
import { mayBeRecorded } from './connection';

/** How long one call is waited for in all while its server is busy or away, in milliseconds. */
export const longestWait = 60_000;

/** How often a read is tried in all when the server fails. */
export const mostTries = 3;

/** What has been done for a call so far. */
export interface Attempts {
	/** Times it was sent. */
	tried: number;
	/** Milliseconds waited in all. */
	waited: number;
	/** Another call of the run waited in vain for a server that is away: this one is not waited for as long. */
	hurried?: boolean;
}

/** Too many requests, or not ready: the server says itself that it did not act. */
export const isBusy = (status: number | undefined) => status === 429 || status === 503;

/**
 * What an answer means by which a server only says that it is busy; undefined for every other.
 * @param server the server's name
 * @param request what it was: a write may have been acted on, unless there were too many requests
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
		// Nothing else has left before it, and whoever waited in vain for it need not do so for every item.
		...(request === 'sign-in' ? { unsent: true as const, endsRun: true as const } : {}),
	});
}

/**
 * How long to wait before a failed call goes once more.
 *
 * What has not left, and what only reads, goes again while the server is busy or away (it may be restarting),
 * in growing steps; a call that was not answered in time does not: its timeout is the user's own word.
 * Keyed writes go again when the server says that it did not act; what makes something new only when it
 * never left or there were too many requests.
 * @param random 0 to 1, spreads those who wait for the same server
 * @returns milliseconds, or undefined when it must not or need not go again
 */
export function retryDelay(
	{ httpStatus, retryAfter, unsent, network }: Facts,
	repeat: Repeat,
	{ tried, waited, hurried = false }: Attempts,
	random: number,
): number | undefined {
	const harmless = unsent === true || repeat === 'read';
	if (isBusy(httpStatus)) {
		// Without a time to wait, 503 may come from something in between that gave up on the server.
		const notActed = httpStatus === 429 || (repeat === 'keyed' && retryAfter !== undefined);
		// Half to all of 1, 2, 4, … seconds, and at least what the server asks for.
		const pause = Math.max(retryAfter ?? 0, growing(1_000, tried, random));
		return (harmless || notActed) && waited + pause <= longestWait ? pause : undefined;
	}
	if (!harmless) return undefined;
	const pause = growing(500, tried, random);
	if (network === true && !hurried) return waited + pause <= longestWait ? pause : undefined;
	const failed = network === true || (httpStatus !== undefined && httpStatus >= 500);
	return failed && tried < mostTries ? pause : undefined;
}

/** Half to all of a time that doubles with each try, in milliseconds. */
const growing = (first: number, tried: number, random: number) =>
	first * 2 ** (tried - 1) * (1 - random / 2);

/**
 * The header "Retry-After" in milliseconds from now: seconds, or a date (RFC 9110, 10.2.3).
 * @returns undefined when it is absent or says nothing
 */
export function retryAfterOf(header: unknown, now: number): number | undefined {
	const text = String(header ?? '').trim();
	if (/^\d+$/.test(text)) return Number(text) * 1_000;
	const at = text === '' ? NaN : Date.parse(text);
	return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Milliseconds after which a wait looks whether it goes on. */
const step = 500;

/** Tries calls again, for one run. */
export class Retries {
	/** A call was waited for as long as any may be, and in vain: the others are not. */
	private waitedInVain = false;

	/** @param throwIfEnded throws when nothing more is to be sent; looked at before each try and while waiting */
	constructor(private readonly throwIfEnded: () => void) {}

	/**
	 * Tries until it works, as often and as long as it may be repeated (`retryDelay`).
	 * @throws Problem with what was tried
	 */
	async run<T>(repeat: Repeat, attempt: () => Promise<T>): Promise<T> {
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
}

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
