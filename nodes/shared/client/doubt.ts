import type { Repeat } from '../contract';
import { Problem } from '../errors';
import { mayBeRecorded } from './connection';

/**
 * Completes the advice of a failed call. For a write that may have been carried out, the advice never says
 * "run it again".
 */
export function inDoubt({ message, facts }: Problem, repeat: Repeat): Problem {
	if (facts.kind !== 'unsure' || facts.advice.startsWith(mayBeRecorded)) {
		return new Problem(message, facts);
	}
	const advice =
		repeat === 'read'
			? `${facts.advice} Run the node again later.`
			: `${mayBeRecorded} ${facts.advice}`;
	return new Problem(message, { ...facts, advice });
}

/** A write of one record that the answer reports as both done and refused: the outcome is unknown. */
export const inPart = ({ message, facts }: Problem) =>
	new Problem(message, { ...facts, kind: 'unsure' });
