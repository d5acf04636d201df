import fc from 'fast-check';
import { DateTime } from 'luxon';

import { dayOf, endOf, isoOf, startOf } from '../../nodes/shared/dates.ts';
import { byDays, byMonths, halves } from '../../nodes/shared/reading/spans.ts';

const tokyo = 'Asia/Tokyo';
const zones = (workflow: string) => ({ workflow, system: tokyo });
const iso = (at?: DateTime) => at?.toISO({ suppressMilliseconds: true });

describe('what a person gives as a date', () => {
	test.each([
		['2026-04-01', '2026-04-01T00:00:00+09:00', '2026-04-01T23:59:59+09:00'],
		['2026/04/01', '2026-04-01T00:00:00+09:00', '2026-04-01T23:59:59+09:00'],
		['2026-04-01T00:00:00', '2026-04-01T00:00:00+09:00', '2026-04-01T23:59:59+09:00'],
		['2026-04-01T00:00:00.000', '2026-04-01T00:00:00+09:00', '2026-04-01T23:59:59+09:00'],
		['2026-04-01 09:30', '2026-04-01T09:30:00+09:00', '2026-04-01T09:30:00+09:00'],
		['2026-04-01T00:00:00+09:00', '2026-04-01T00:00:00+09:00', '2026-04-01T23:59:59+09:00'],
		['2026-04-01T00:00:00-08:00', '2026-04-01T00:00:00+09:00', '2026-04-01T23:59:59+09:00'],
		['2026-04-01T00:00Z', '2026-04-01T00:00:00+09:00', '2026-04-01T23:59:59+09:00'],
		['2026-03-31T15:00:00Z', '2026-04-01T00:00:00+09:00', '2026-04-01T23:59:59+09:00'],
		['2026-03-31T15:00:00.000Z', '2026-04-01T00:00:00+09:00', '2026-04-01T23:59:59+09:00'],
		['2026-03-31T15:00:01Z', '2026-04-01T00:00:01+09:00', '2026-04-01T00:00:01+09:00'],
		// Midnight in Japan, but neither as written nor in the workflow's zone.
		['2026-03-31T23:00:00+08:00', '2026-04-01T00:00:00+09:00', '2026-04-01T00:00:00+09:00'],
		['2026-03-31T24:00:00', '2026-04-01T00:00:00+09:00', '2026-04-01T00:00:00+09:00'],
	])('%s', (given, start, end) => {
		expect(iso(startOf(given, zones(tokyo)))).toBe(start);
		expect(iso(endOf(given, zones(tokyo)))).toBe(end);
	});

	test('a day is that day in Japan for a workflow anywhere', () => {
		for (const zone of ['America/Los_Angeles', 'Pacific/Auckland', 'UTC']) {
			expect(iso(dayOf('2026-04-01', zones(zone)))).toBe('2026-04-01T00:00:00+09:00');
			expect(iso(dayOf('2026-04-01T00:00:00', zones(zone)))).toBe('2026-04-01T00:00:00+09:00');
		}
	});

	test("a time without an offset is in the workflow's zone", () => {
		expect(iso(startOf('2026-04-01T09:00:00', zones('UTC')))).toBe('2026-04-01T18:00:00+09:00');
	});

	test('what expressions give: luxon and Date', () => {
		const at = DateTime.fromISO('2026-04-01T09:00:00Z');
		expect(iso(startOf(at, zones(tokyo)))).toBe('2026-04-01T18:00:00+09:00');
		expect(iso(startOf(at.toJSDate(), zones(tokyo)))).toBe('2026-04-01T18:00:00+09:00');
	});

	test.each([
		'20260401T093000',
		'2026-04-01T0930',
		'2026-04-01T09:30',
		'2026-04-01T09:30:00.9',
		'2026-04-01T09:30:00,9',
		'2026-04-01T00:30Z',
		'2026-04-01t00:30:00z',
		'20260401T003000Z',
		'2026-04-01T09:30:00+09:00',
		'2026-04-01T09:30+0900',
		'2026-04-01T09:30+09',
		'2026-03-31T19:30:00-05:00',
		'2026-W14-3T09:30',
		'2026W143T093000',
		'2026-091T09:30:00',
		'2026-04-01 09:30',
		'2026/4/1 9:30',
	])('%p is one moment', (given) => {
		expect(iso(startOf(given, zones(tokyo)))).toBe('2026-04-01T09:30:00+09:00');
		expect(iso(endOf(given, zones(tokyo)))).toBe('2026-04-01T09:30:00+09:00');
	});

	test.each([
		'2026-04-01',
		'20260401',
		'2026-W14-3',
		'2026W143',
		'2026-091',
		'2026091',
		'2026/4/1',
	])('%p is one day', (given) => {
		expect(iso(startOf(given, zones(tokyo)))).toBe('2026-04-01T00:00:00+09:00');
		expect(iso(endOf(given, zones(tokyo)))).toBe('2026-04-01T23:59:59+09:00');
	});

	test.each([
		'',
		'today',
		'2026',
		'2026-04',
		'202604',
		'12345678',
		'2026-02-30',
		'2026-366',
		'2026-04-01T25:00:00',
		20260401,
		null,
		{},
		[],
	])('%p is no date', (given) => {
		expect(startOf(given, zones(tokyo))).toBeUndefined();
	});
});

test('a local time becomes ISO 8601 with its offset; what cannot be read stays', () => {
	expect(isoOf('2026/04/01 09:00:00', 'UTC+9')).toBe('2026-04-01T09:00:00+09:00');
	expect(isoOf('2026-04-01T09:00:00.250', 'UTC')).toBe('2026-04-01T09:00:00.250Z');
	expect(isoOf(null, tokyo)).toBeNull();
	expect(isoOf('soon', tokyo)).toBe('soon');
});

describe('spans', () => {
	const span = fc
		.record({
			zone: fc.constantFrom(tokyo, 'America/New_York', 'Europe/Berlin'),
			from: fc.integer({ min: 0, max: 6 * 366 * 86_400 }),
			seconds: fc.integer({ min: 1, max: 800 * 86_400 }),
		})
		.map(({ zone, from, seconds }) => {
			const start = DateTime.fromISO('2023-01-01', { zone }).plus({ seconds: from });
			return { from: start, to: start.plus({ seconds }) };
		});
	const covers = (whole: { from: DateTime; to: DateTime }, parts: Array<typeof whole>) => {
		expect(parts[0].from.toMillis()).toBe(whole.from.toMillis());
		expect(parts[parts.length - 1].to.toMillis()).toBe(whole.to.toMillis());
		parts.forEach((part, index) => {
			expect(part.to > part.from).toBe(true);
			if (index > 0) expect(part.from.toMillis()).toBe(parts[index - 1].to.toMillis());
		});
	};

	test('cover exactly, by days', () => {
		fc.assert(
			fc.property(span, fc.integer({ min: 1, max: 31 }), (whole, days) => {
				const parts = byDays(whole, days);
				covers(whole, parts);
				for (const { from, to } of parts) {
					expect(to <= from.startOf('day').plus({ days })).toBe(true);
				}
			}),
		);
	});

	test('cover exactly, by months', () => {
		fc.assert(
			fc.property(span, fc.integer({ min: 1, max: 6 }), (whole, months) => {
				const parts = byMonths(whole, months);
				covers(whole, parts);
				for (const { from, to } of parts) {
					// A month later than the 31st is the 30th: the start decides, so a day may be lent.
					expect(to < from.plus({ months, days: 3 })).toBe(true);
				}
			}),
		);
	});

	test('halves cover exactly, down to a second', () => {
		fc.assert(
			fc.property(span, (whole) => {
				const parts = halves(whole);
				if (whole.to.toMillis() - whole.from.toMillis() === 1000) expect(parts).toBeUndefined();
				else covers(whole, parts!);
			}),
		);
	});
});
