import type { DateTime } from 'luxon';

/**
 * A span of time in the system's zone: from the moment `from` up to, not including, `to`, both whole seconds.
 * The end of one part is the start of the next, so no fraction of a second is lost between them.
 */
export interface Span {
	from: DateTime;
	to: DateTime;
}

/** Spans that cover the whole without gap or overlap. */
function steps({ from, to }: Span, next: (start: DateTime) => DateTime): Span[] {
	const spans: Span[] = [];
	for (let at = from; at < to; ) {
		const end = next(at);
		spans.push({ from: at, to: end < to ? end : to });
		at = end;
	}
	return spans;
}

/** Parts of at most `months` calendar months, counted from the start of each. */
export const byMonths = (span: Span, months: number): Span[] =>
	steps(span, (start) => start.plus({ months }));

/** Parts of at most `days` of the system's own days. */
export const byDays = (span: Span, days: number): Span[] =>
	steps(span, (start) => start.startOf('day').plus({ days }));

/** Parts of at most `days` days, counted from the start of each. */
export const byDaysFromStart = (span: Span, days: number): Span[] =>
	steps(span, (start) => start.plus({ days }));

/** Two halves of a span; undefined for a single second. */
export function halves({ from, to }: Span): Span[] | undefined {
	const seconds = Math.floor(to.diff(from, 'seconds').seconds);
	if (seconds < 2) return undefined;
	const middle = from.plus({ seconds: Math.ceil(seconds / 2) });
	return [
		{ from, to: middle },
		{ from: middle, to },
	];
}

/**
 * Parts of a span whose answer was cut off. Their length is estimated from the density of the rows received, from
 * `first` to `last`, so that each answer stays below the cap. Density varies, so at most `most` parts are made; the
 * rest stays one part.
 * @returns undefined for a single second
 */
export function byDensity(
	{ from, to }: Span,
	{ first, last }: { first: DateTime; last: DateTime },
	most: number,
): { parts: Span[]; rest?: Span } | undefined {
	const secondsTo = (at: DateTime) => Math.floor(at.diff(from, 'seconds').seconds);
	const whole = secondsTo(to);
	if (whole < 2) return undefined;
	const filled = secondsTo(last) - secondsTo(first);
	const length = Math.max(1, Math.min(Math.floor(whole / 2), Math.floor(filled * 0.85)));
	// The time before the first row is empty, unless the system sends the last rows instead of the first.
	const before = secondsTo(first);
	const start = before > length && before < whole ? before : 0;
	const count = Math.min(most, Math.ceil((whole - start) / length));
	const span = (begin: number, end: number): Span => ({
		from: from.plus({ seconds: begin }),
		to: from.plus({ seconds: end }),
	});
	const parts = Array.from({ length: count }, (_, part) =>
		span(start + part * length, Math.min(whole, start + (part + 1) * length)),
	);
	const end = start + count * length;
	return {
		parts: start > 0 ? [span(0, start), ...parts] : parts,
		rest: end < whole ? span(end, whole) : undefined,
	};
}
