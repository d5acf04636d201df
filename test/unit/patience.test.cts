import fc from 'fast-check';

import type { Facts } from '../../nodes/shared/errors.ts';
import { patience, pauseBefore, retryAfterOf, tries } from '../../nodes/shared/patience.ts';

const facts = (more: Partial<Facts>): Facts => ({ advice: '', kind: 'refused', ...more });

/** Every pause before a call that keeps failing alike, until it is given up. */
function pauses(failure: Facts, writes: boolean, random: number[]): number[] {
	const list: number[] = [];
	for (let waited = 0; ; ) {
		const at = list.length;
		if (at > 100) throw new Error('does not end');
		const effort = { tried: at + 1, waited };
		const pause = pauseBefore(failure, writes, effort, random[at % random.length]);
		if (pause === undefined) return list;
		list.push(pause);
		waited += pause;
	}
}
const randoms = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });

test('a busy server is waited for longer and longer, at most a minute in all', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(429, 503),
			fc.option(fc.nat(100_000), { nil: undefined }),
			randoms,
			(httpStatus, retryAfter, random) => {
				const list = pauses(facts({ httpStatus, retryAfter }), false, random);
				expect(list.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(patience);
				list.forEach((pause, index) => {
					expect(pause).toBeGreaterThanOrEqual(retryAfter ?? 0);
					expect(pause).toBeGreaterThanOrEqual(500 * 2 ** index);
				});
				if ((retryAfter ?? 0) > patience) expect(list).toEqual([]);
				else expect(list.length).toBeGreaterThanOrEqual(1);
			},
		),
	);
});

test('those who wait for one server come back at different times', () => {
	const first = (random: number) => pauses(facts({ httpStatus: 429 }), false, [random])[0];
	expect(new Set([0, 0.2, 0.5, 0.9].map(first)).size).toBe(4);
});

test.each([
	['a read, the network failed', { network: true as const }, false, tries - 1],
	['a read, the server failed', { httpStatus: 500 }, false, tries - 1],
	['a read, the gateway failed', { httpStatus: 502 }, false, tries - 1],
	['a read, refused', { httpStatus: 400 }, false, 0],
	['a read, refused with HTTP 200', { httpStatus: 200, code: 'ERR1' }, false, 0],
	['a read, not answered in time', { code: 'ECONNABORTED' }, false, 0],
	['a write that never left', { network: true as const, unsent: true as const }, true, tries - 1],
	['a write, the network failed', { network: true as const }, true, 0],
	['a write, the server failed', { httpStatus: 500 }, true, 0],
	['a write, the server is busy', { httpStatus: 503 }, true, 0],
])('%s: sent again so many times', (_, more, writes, again) => {
	expect(pauses(facts(more), writes, [0.5])).toHaveLength(again);
});

test('Retry-After is seconds or a date', () => {
	const now = Date.parse('2026-04-01T00:00:00Z');
	expect(retryAfterOf('30', now)).toBe(30_000);
	expect(retryAfterOf('0', now)).toBe(0);
	expect(retryAfterOf('Wed, 01 Apr 2026 00:00:05 GMT', now)).toBe(5_000);
	expect(retryAfterOf('Tue, 31 Mar 2026 00:00:05 GMT', now)).toBe(0);
	for (const header of [undefined, '', 'soon']) expect(retryAfterOf(header, now)).toBeUndefined();
});
