import type { Repeat } from '../contract';
import { Problem } from '../errors';
import { mayBeRecorded } from './connection';

/**
 * What a failed call means for the person who made it. Of a write that may have been acted on nobody may say
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

/** A write of one record that is said to be done and refused in one answer: nobody knows which it is. */
export const inPart = ({ message, facts }: Problem) =>
	new Problem(message, { ...facts, kind: 'unsure' });
