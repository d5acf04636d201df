import type { StampKind } from '../../../nodes/shared/attendance/model.ts';
import { outOfOrder } from '../../../nodes/shared/attendance/order.ts';

/** Which stamp may follow which, written by hand: a person who is in may start a break or go, and so on. */
const fine: Record<StampKind | 'none', StampKind[]> = {
	none: ['clockIn'],
	clockIn: ['breakStart', 'clockOut'],
	clockOut: ['clockIn'],
	// Who goes during a break has only forgotten to end it.
	breakStart: ['breakEnd', 'clockOut'],
	breakEnd: ['breakStart', 'clockOut'],
};
const kinds: StampKind[] = ['clockIn', 'clockOut', 'breakStart', 'breakEnd'];
const pairs = (['none', ...kinds] as const).flatMap((latest) =>
	kinds.map((wanted) => [latest, wanted] as const),
);

test.each(pairs)('after %s: %s', (latest, wanted) => {
	const reason = outOfOrder(latest === 'none' ? undefined : latest, wanted);
	expect(reason === undefined).toBe(fine[latest].includes(wanted));
});

test.each([
	[undefined, 'clockOut', 'a clock-out without a clock-in'],
	['clockOut', 'clockOut', 'a clock-out without a clock-in'],
	['breakEnd', 'clockIn', 'a clock-in while already in'],
	['breakStart', 'clockIn', 'a clock-in during a break'],
	['clockOut', 'breakStart', 'a break start without a clock-in'],
	['clockIn', 'breakEnd', 'a break end without a break start'],
] as const)('after %s a %s is %s', (latest, wanted, words) => {
	expect(outOfOrder(latest, wanted)).toBe(words);
});
