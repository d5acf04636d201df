import type { Stamp, StampKind } from './model';

/** Stamps in their order, as both the status and missing stamps read them. */

/** A stamp whose kind is known. */
export interface KnownStamp extends Stamp {
	kind: StampKind;
}

/** What a person is doing after a stamp. */
export type State = 'in' | 'onBreak' | 'out';

/** What a person is doing after a stamp of each kind. */
export const stateAfter: Record<StampKind, State> = {
	breakEnd: 'in',
	breakStart: 'onBreak',
	clockIn: 'in',
	clockOut: 'out',
};

/** A second press of the same button, or a card held twice, so soon after the first counts as one with it. */
const repeatedWithin = 5 * 60_000;

/** By time; stamps of the same time stay in the order in which the system sent them. */
export const inOrder = <S extends Stamp>(stamps: S[]): S[] =>
	[...stamps].sort((one, other) => one.at - other.at);

export const isKnown = (stamp: Stamp): stamp is KnownStamp => stamp.kind !== null;

/** The stamps of known kinds, by time, without repeated ones. */
export function sequenceOf(stamps: Stamp[]): KnownStamp[] {
	const kept: KnownStamp[] = [];
	for (const stamp of inOrder(stamps.filter(isKnown))) {
		const last = kept[kept.length - 1];
		const repeats = last?.kind === stamp.kind && stamp.at - last.at <= repeatedWithin;
		if (!repeats) kept.push(stamp);
	}
	return kept;
}
