import { minutesOf } from './days';
import type { Span, Stamp, StampKind } from './model';
import { inOrder, isKnown, sequenceOf, stateAfter, type State } from './sequence';

export type Status = 'dayOff' | 'left' | 'notIn' | 'onBreak' | 'working';

/** What is known of a person's day so far. */
export interface DailyStatus {
	status: Status;
	firstIn: number | null;
	lastOut: number | null;
	lastStampAt: number | null;
	lastStampTypeName: string | null;
	/** Null where the stamps do not tell. */
	workedMinutes: number | null;
	breakMinutes: number | null;
}

const statusAfter: Record<State, Status> = { in: 'working', onBreak: 'onBreak', out: 'left' };

/** The state in which a stamp makes sense. */
const before: Record<StampKind, State> = {
	breakEnd: 'onBreak',
	breakStart: 'in',
	clockIn: 'out',
	clockOut: 'in',
};

/** Minutes at work and on break; null if a stamp is missing in between. What is still open counts up to `until`. */
function timesOf(stamps: Stamp[], until: number | undefined) {
	const times = { in: 0, onBreak: 0, out: 0 };
	let state: State = 'out';
	let since = 0;
	for (const { at, kind } of sequenceOf(stamps)) {
		if (before[kind] !== state) return undefined;
		times[state] += at - since;
		[state, since] = [stateAfter[kind], at];
	}
	if (state !== 'out') {
		if (until === undefined) return undefined;
		times[state] += Math.max(0, until - since);
	}
	return times;
}

/**
 * The status of a person on a working day, by the latest stamp: a clock-in of the day alone would show somebody who
 * has left as present.
 * @param stamps those of the day and others, in any order
 * @param now the current moment: on a day that is not over yet, open times count up to it
 * @param isDayOff whether it is a day off, which counts only without any stamp
 */
export function statusOf(stamps: Stamp[], day: Span, now: number, isDayOff: boolean): DailyStatus {
	const all = inOrder(stamps.filter(({ at }) => at >= day.from && at < day.to));
	const known = all.filter(isKnown);
	const ofKind = (kind: StampKind) => known.filter((one) => one.kind === kind);
	const last = known.at(-1);
	const times = last && timesOf(known, now < day.to ? now : undefined);
	const none: Status = isDayOff ? 'dayOff' : 'notIn';
	return {
		status: last ? statusAfter[stateAfter[last.kind]] : none,
		firstIn: ofKind('clockIn')[0]?.at ?? null,
		lastOut: ofKind('clockOut').at(-1)?.at ?? null,
		lastStampAt: all.at(-1)?.at ?? null,
		lastStampTypeName: all.at(-1)?.typeName ?? null,
		workedMinutes: times ? minutesOf(times.in) : null,
		breakMinutes: times ? minutesOf(times.onBreak) : null,
	};
}
