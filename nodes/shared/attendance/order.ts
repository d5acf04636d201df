import type { StampKind } from './model';
import { stateAfter, type State } from './sequence';

/** What is wrong with a stamp of a kind in a state; nothing where there is no entry. */
const wrong: Record<StampKind, { [state in State]?: string }> = {
	breakEnd: { in: 'a break end without a break start', out: 'a break end without a break start' },
	breakStart: { onBreak: 'a break start during a break', out: 'a break start without a clock-in' },
	clockIn: { in: 'a clock-in while already in', onBreak: 'a clock-in during a break' },
	// During a break only the end of the break is missing.
	clockOut: { out: 'a clock-out without a clock-in' },
};

/**
 * Why a stamp would be out of order.
 * @param latest kind of the latest stamp of the working day; undefined if there is none
 * @returns undefined if it is in order
 */
export const outOfOrder = (latest: StampKind | undefined, wanted: StampKind): string | undefined =>
	wrong[wanted][latest ? stateAfter[latest] : 'out'];
