import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';

import { isWork } from '../cases.cts';
import { startAkashi, type AkashiStandIn } from '../servers/akashi.cts';
import { startAmServer, type AmServerStandIn } from '../servers/amServer.cts';
import type { StandIn } from '../servers/base.cts';
import { startOmflow, type OmflowStandIn } from '../servers/omflow.cts';
import { formPath } from '../servers/omflow/tickets.cts';

/** A stand-in in a process of its own, so that it shares no event loop with n8n or its driver. */

/** What can be asked of each of them. Sign-in is no work: it is left out. */
const commonAnswersOf = (server: StandIn) => ({
	/** What a credential needs to know. */
	connection: (): Record<string, string> => ({ url: server.url }),
	/** How long every answer takes, in milliseconds; how many stamps a person has on a day, or on one day only. */
	set: ({ latency }: { latency?: number; stampsPerDay?: number; onlyOn?: string }) => {
		if (latency !== undefined) server.latency = latency;
	},
	/** What has come in since the last `reset`. */
	seen: () => {
		const calls = server.calls.filter(isWork);
		return {
			calls: calls.length,
			violations: server.violations,
			/** When the first request came in, in milliseconds since 1970. */
			firstAt: calls[0]?.at,
			/** How many were under way at once. */
			atOnce: server.maxInFlight,
		};
	},
	/** The requests that have come in since then, to be sent once more. */
	requests: () =>
		server.calls.filter(isWork).map(({ method, path, query, body, headers }) => ({
			method,
			path: `${path}?${new URLSearchParams(query)}`,
			body: method === 'GET' ? undefined : JSON.stringify(body),
			headers: {
				'content-type': 'application/json',
				...(headers.cookie ? { cookie: headers.cookie } : {}),
			},
		})),
	reset: () => server.reset(),
	/** What was written: a number by its name. */
	written: (): Record<string, number> => ({}),
});
/** A request as `requests` answers it. */
export type SentRequest = ReturnType<ReturnType<typeof commonAnswersOf>['requests']>[number];
export type CommonAnswers = ReturnType<typeof commonAnswersOf>;

/** What can be asked of AKASHI, and of what it holds. */
const akashiAnswersOf = (akashi: AkashiStandIn) => ({
	...commonAnswersOf(akashi),
	connection: () => ({ url: akashi.url, companyId: akashi.companyId, token: akashi.token }),
	staff: () => akashi.staff,
	/** Minutes, by person, day, project and task. */
	written: () => Object.fromEntries(akashi.manHours),
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
	set: ({ latency, stampsPerDay, onlyOn }: Parameters<CommonAnswers['set']>[0]) => {
		if (latency !== undefined) akashi.latency = latency;
		akashi.options.stampsPerDay =
			onlyOn === undefined ? stampsPerDay : (_, day) => (day === onlyOn ? (stampsPerDay ?? 0) : 0);
	},
	reset: () => {
		akashi.reset();
		akashi.manHours.clear();
	},
});
export type AkashiAnswers = ReturnType<typeof akashiAnswersOf>;

/** What a credential with a user needs to know. */
const accountOf = ({ url, username, password }: AmServerStandIn | OmflowStandIn) => ({
	baseUrl: url,
	url,
	username,
	password,
});

/** What can be asked of am-server. */
const amServerAnswersOf = (amServer: AmServerStandIn) => ({
	...commonAnswersOf(amServer),
	connection: () => accountOf(amServer),
	/** A month of everybody. */
	month: (year: number, month: number) => {
		const userIds = amServer.users.map(({ userid }) => userid);
		const days = userIds.flatMap((userid) =>
			(amServer.attendanceOf(userid, year, month) ?? []).map((day) => ({ userid, ...day })),
		);
		return { userIds, days };
	},
});
export type AmServerAnswers = ReturnType<typeof amServerAnswersOf>;

/** What can be asked of OMFLOW, which holds some tickets of a form. */
const omflowAnswersOf = (omflow: OmflowStandIn, tickets: number) => {
	for (let index = 1; index <= tickets; index++) {
		omflow.openTicket(formPath, {
			title: `休暇 ${index}`,
			formitm_1: `休暇 ${index}`,
			formitm_2: '私用',
		});
	}
	return {
		...commonAnswersOf(omflow),
		connection: () => accountOf(omflow),
		tickets: () => omflow.tickets.slice(0, tickets),
		/** How often each entry of a log was written. */
		written: () => {
			const counts: Record<string, number> = {};
			for (const { data_no, content } of omflow.worklogs) {
				const name = [data_no, content].join('|');
				counts[name] = (counts[name] ?? 0) + 1;
			}
			return counts;
		},
		/** The sizes of the files that came since the last `reset`, and their digests. */
		files: () =>
			[...omflow.ticketFiles.values()].flat().map(({ content }) => ({
				size: content.length,
				digest: createHash('sha256').update(content).digest('hex'),
			})),
		reset: () => {
			omflow.reset();
			omflow.worklogs.splice(0);
			omflow.tickets.splice(tickets);
			omflow.ticketFiles.clear();
		},
	};
};
export type OmflowAnswers = ReturnType<typeof omflowAnswersOf>;

type AnyAnswers = Record<string, (...args: any[]) => unknown>;

export interface StandInProcess<Answers extends AnyAnswers> {
	/** Asks for one answer; one question at a time. */
	ask<Name extends keyof Answers>(
		name: Name,
		...args: Parameters<Answers[Name]>
	): Promise<ReturnType<Answers[Name]>>;
	stop(): void;
}

interface StandIns {
	akashi: AkashiAnswers;
	amServer: AmServerAnswers;
	omflow: OmflowAnswers;
}

/**
 * Starts the process. It ends with this one.
 * @param count how many people it knows, or tickets it has
 * @param latencyMs how long every answer takes
 */
export async function startStandIn<System extends keyof StandIns>(
	system: System,
	count: number,
	latencyMs: number,
): Promise<StandInProcess<StandIns[System]>> {
	const child = fork(__filename, [system, String(count), String(latencyMs)], {
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
	const [system, ...numbers] = process.argv.slice(2);
	const [count, latencyMs] = numbers.map(Number);
	const start: Record<string, () => Promise<AnyAnswers>> = {
		akashi: async () => akashiAnswersOf(await startAkashi({ staff: count, latencyMs })),
		// The administrator is one of them.
		amServer: async () => amServerAnswersOf(await startAmServer({ users: count - 1, latencyMs })),
		omflow: async () => omflowAnswersOf(await startOmflow({ latencyMs }), count),
	};
	const answers = await start[system]();
	process.on('message', ({ name, args }: { name: string; args: unknown[] }) => {
		process.send!({ answer: answers[name](...args) });
	});
	process.once('disconnect', () => process.exit());
	// Ctrl-C is for the parent, whose end is the end of this.
	process.on('SIGINT', () => {});
	process.send!('ready');
}

if (require.main === module) void main();
