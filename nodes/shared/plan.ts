import type { DateTime } from 'luxon';

/** A span of time, first and last second included, both in the system's zone. */
export interface Span {
	from: DateTime;
	to: DateTime;
}

/**
 * Spans of at most one `step` that cover the whole without gap or overlap. Steps are counted from the
 * start, so that months of different lengths do not shift them.
 */
function steps({ from, to }: Span, next: (number: number) => DateTime): Span[] {
	const spans: Span[] = [];
	for (let at = from; at <= to; ) {
		const end = next(spans.length + 1);
		const last = end.minus({ seconds: 1 });
		spans.push({ from: at, to: last < to ? last : to });
		at = end;
	}
	return spans;
}

/** Parts of at most `months` calendar months. */
export const byMonths = (span: Span, months: number): Span[] =>
	steps(span, (number) => span.from.plus({ months: number * months }));

/** Parts of at most `days` of the system's own days. */
export const byDays = (span: Span, days: number): Span[] =>
	steps(span, (number) => span.from.startOf('day').plus({ days: number * days }));

/** Two parts of a span, or nothing when it is a single second. */
export function halves({ from, to }: Span): Span[] | undefined {
	const seconds = Math.floor(to.diff(from, 'seconds').seconds);
	if (seconds < 1) return undefined;
	const middle = from.plus({ seconds: Math.floor(seconds / 2) });
	return [
		{ from, to: middle },
		{ from: middle.plus({ seconds: 1 }), to },
	];
}
