import { fork } from 'node:child_process';
import { once } from 'node:events';

import { startAkashi, type AkashiStandIn } from '../servers/akashi.cts';

/** The AKASHI stand-in in a process of its own, so that it shares no event loop with n8n or its driver. */

/** What can be asked of it, and of what it holds. */
const answersOf = (akashi: AkashiStandIn) => ({
	connection: () => ({ url: akashi.url, companyId: akashi.companyId, token: akashi.token }),
	staff: () => akashi.staff,
	/** Minutes by person, day, project and task. */
	manHours: () => Object.fromEntries(akashi.manHours),
	/** Punches between two moments (`yyyymmddHHMMSS`). */
	stamps: (staffIds: number[], from: string, to: string) =>
		staffIds.flatMap((staffId) =>
			akashi.stampsOf(staffId, from, to).map((stamp) => ({ staffId, ...stamp })),
		),
	/** Days (`yyyymmdd`, both included). */
	workingRecords: (staffIds: number[], from: string, to: string) =>
		staffIds.flatMap((staffId) =>
			akashi.workingRecordsOf(staffId, from, to).map((record) => ({ staffId, ...record })),
		),
	/** How long every answer takes, in milliseconds, and how many stamps a person has on a day. */
	set: ({ latency, stampsPerDay }: { latency?: number; stampsPerDay?: number }) => {
		if (latency !== undefined) akashi.latency = latency;
		akashi.options.stampsPerDay = stampsPerDay;
	},
	/** What has come in since the last `reset`. */
	seen: () => ({
		calls: akashi.calls.length,
		violations: akashi.violations,
		/** When the first request came in, in milliseconds since 1970. */
		firstAt: akashi.calls[0]?.at,
	}),
	/** The requests that have come in since then, to be sent once more. */
	requests: () =>
		akashi.calls.map(({ method, path, query, body }) => ({
			method,
			path: `${path}?${new URLSearchParams(query)}`,
			body: method === 'GET' ? undefined : JSON.stringify(body),
		})),
	reset: () => {
		akashi.reset();
		akashi.manHours.clear();
	},
});
type Answers = ReturnType<typeof answersOf>;

export interface StandInProcess {
	/** Asks for one answer; one question at a time. */
	ask<Name extends keyof Answers>(
		name: Name,
		...args: Parameters<Answers[Name]>
	): Promise<ReturnType<Answers[Name]>>;
	stop(): void;
}

/**
 * Starts the process. It ends with this one.
 * @param staff how many people it knows
 * @param latencyMs how long every answer takes
 */
export async function startStandIn(staff: number, latencyMs: number): Promise<StandInProcess> {
	const child = fork(__filename, [String(staff), String(latencyMs)], {
		execArgv: ['--require', 'tsx/cjs'],
	});
	const gone = once(child, 'exit').then(([code]): never => {
		throw new Error(`The stand-in ended with exit code ${code}`);
	});
	// Only a failure for whoever waits for an answer.
	gone.catch(() => {});
	await Promise.race([once(child, 'message'), gone]);
	return {
		ask: async (name, ...args) => {
			child.send({ name, args });
			const [{ answer }] = await Promise.race([once(child, 'message'), gone]);
			return answer;
		},
		stop: () => child.disconnect(),
	};
}

async function main() {
	const [staff, latencyMs] = process.argv.slice(2).map(Number);
	const akashi = await startAkashi({ staff, latencyMs });
	const answers = answersOf(akashi) as Record<string, (...args: unknown[]) => unknown>;
	process.on('message', ({ name, args }: { name: string; args: unknown[] }) => {
		process.send!({ answer: answers[name](...args) });
	});
	process.once('disconnect', () => process.exit());
	// Ctrl-C is for the parent, whose end is the end of this.
	process.on('SIGINT', () => {});
	process.send!('ready');
}

if (require.main === module) void main();
