import fc from 'fast-check';

import type { Repeat } from '../../../nodes/shared/contract.ts';
import type { Facts } from '../../../nodes/shared/errors.ts';
import { longestWait, retryDelay, retryAfterOf } from '../../../nodes/shared/client/retry.ts';

const facts = (more: Partial<Facts>): Facts => ({ advice: '', kind: 'refused', ...more });

/** Every pause before a call that keeps failing alike, until it is given up. */
function pauses(failure: Facts, repeat: Repeat, random: number[]): number[] {
	const list: number[] = [];
	for (let waited = 0; ; ) {
		const at = list.length;
		if (at > 100) throw new Error('does not end');
		const attempts = { tried: at + 1, waited };
		const pause = retryDelay(failure, repeat, attempts, random[at % random.length]);
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
				const list = pauses(facts({ httpStatus, retryAfter }), 'read', random);
				expect(list.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(longestWait);
				list.forEach((pause, index) => {
					expect(pause).toBeGreaterThanOrEqual(retryAfter ?? 0);
					expect(pause).toBeGreaterThanOrEqual(500 * 2 ** index);
				});
				if ((retryAfter ?? 0) > longestWait) expect(list).toEqual([]);
				else expect(list.length).toBeGreaterThanOrEqual(1);
			},
		),
	);
});

test('those who wait for one server come back at different times', () => {
	const first = (random: number) => pauses(facts({ httpStatus: 429 }), 'read', [random])[0];
	expect(new Set([0, 0.2, 0.5, 0.9].map(first)).size).toBe(4);
});

const network = { network: true as const };
const unsent = { network: true as const, unsent: true as const };
const busy = { httpStatus: 503, retryAfter: 20_000 };

/** How often it is sent again: what only reads, what is keyed, what makes something new. */
test.each<[string, Partial<Facts>, [number, number, number]]>([
	['the connection was never made', unsent, [7, 7, 7]],
	['the connection was cut', network, [7, 0, 0]],
	['no answer in time', { code: 'ECONNABORTED' }, [0, 0, 0]],
	['the server failed', { httpStatus: 500 }, [2, 0, 0]],
	['the gateway failed', { httpStatus: 502 }, [2, 0, 0]],
	['busy, with a time to wait', busy, [3, 3, 0]],
	['busy before it was even sent', { ...busy, unsent: true }, [3, 3, 3]],
	['not ready', { httpStatus: 503 }, [6, 0, 0]],
	['too many requests', { httpStatus: 429 }, [6, 6, 6]],
	['refused', { httpStatus: 400 }, [0, 0, 0]],
	['refused with HTTP 200', { httpStatus: 200, code: 'ERR1' }, [0, 0, 0]],
])('%s', (_, more, [read, keyed, created]) => {
	const times = (repeat: Repeat) => pauses(facts(more), repeat, [0.2]).length;
	expect([times('read'), times('keyed'), times('new')]).toEqual([read, keyed, created]);
});

test('Retry-After is seconds or a date', () => {
	const now = Date.parse('2026-04-01T00:00:00Z');
	expect(retryAfterOf('30', now)).toBe(30_000);
	expect(retryAfterOf('0', now)).toBe(0);
	expect(retryAfterOf('Wed, 01 Apr 2026 00:00:05 GMT', now)).toBe(5_000);
	expect(retryAfterOf('Tue, 31 Mar 2026 00:00:05 GMT', now)).toBe(0);
	for (const header of [undefined, '', 'soon']) expect(retryAfterOf(header, now)).toBeUndefined();
});
