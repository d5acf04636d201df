import { problemOf } from '../../shared/errors';

/**
 * What is read only as an addition, such as the design of a form; null where the server refuses or fails at it. It is not
 * for writes, which a failing server may have carried out.
 */
export const ifTold = async (reading: Promise<unknown>): Promise<unknown> =>
	await reading.catch((error) => {
		const problem = problemOf(error);
		const { code, ofSender, endsRun } = problem.facts;
		if (code !== undefined && !ofSender && !endsRun) return null;
		throw problem;
	});
