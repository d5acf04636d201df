import type { DayRecord, Stamp } from './model';
import { sequenceOf, stateAfter, type State } from './sequence';

/** A stamp that is missing on a day; `all` if there is none on a working day. */
export type MissingStamp = 'all' | 'breakEnd' | 'breakStart' | 'clockIn' | 'clockOut';

const order: MissingStamp[] = ['clockIn', 'breakStart', 'breakEnd', 'clockOut'];

/** What must have been stamped between a state and the stamp that comes next. */
const between: Record<State, Record<keyof typeof stateAfter, MissingStamp[]>> = {
	out: {
		clockIn: [],
		breakStart: ['clockIn'],
		breakEnd: ['clockIn', 'breakStart'],
		clockOut: ['clockIn'],
	},
	in: { clockIn: ['clockOut'], breakStart: [], breakEnd: ['breakStart'], clockOut: [] },
	onBreak: {
		clockIn: ['breakEnd', 'clockOut'],
		breakStart: ['breakEnd'],
		breakEnd: [],
		clockOut: ['breakEnd'],
	},
};

/** What must have been stamped before the day ended. */
const atEnd: Record<State, MissingStamp[]> = {
	out: [],
	in: ['clockOut'],
	onBreak: ['breakEnd', 'clockOut'],
};

/** Without any stamp: what the record of the day still lacks. */
function withoutStamps({ start, end, category }: DayRecord): MissingStamp[] {
	if (start === null && end === null) return category === 'working' ? ['all'] : [];
	return start === null ? ['clockIn'] : end === null ? ['clockOut'] : [];
}

/**
 * The stamps that are missing on a working day which is over. A start or an end that somebody entered into the record
 * by hand stands for the first clock-in or the last clock-out.
 * @param stamps those of the day, in any order
 * @param record what the system keeps of the day; undefined if it keeps nothing, such as before somebody is hired
 */
export function missingOf(stamps: Stamp[], record: DayRecord | undefined): MissingStamp[] {
	const sequence = sequenceOf(stamps);
	if (sequence.length === 0) return record ? withoutStamps(record) : [];
	const missing = new Set<MissingStamp>();
	let state: State = 'out';
	sequence.forEach(({ kind }, index) => {
		for (const one of between[state][kind]) {
			const entered = one === 'clockIn' && index === 0 && record?.start != null;
			if (!entered) missing.add(one);
		}
		state = stateAfter[kind];
	});
	for (const one of atEnd[state]) {
		if (one !== 'clockOut' || record?.end == null) missing.add(one);
	}
	return order.filter((one) => missing.has(one));
}
