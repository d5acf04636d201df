import type { Repeat } from '../contract';
import type { Problem } from '../errors';
import { mayBeRecorded } from './connection';

/**
 * Completes the advice of a failed call. For a write that may have been carried out, the advice never says
 * "run it again".
 */
export function inDoubt(problem: Problem, repeat: Repeat): Problem {
	const { facts } = problem;
	if (facts.kind !== 'unsure' || facts.advice.startsWith(mayBeRecorded)) return problem;
	const advice =
		repeat === 'read'
			? `${facts.advice} Run the node again later.`
			: `${mayBeRecorded} ${facts.advice}`;
	return problem.with({ advice });
}

/** A write of one record that the answer reports as both done and refused: the outcome is unknown. */
export const inPart = (problem: Problem) => problem.with({ kind: 'unsure' });
