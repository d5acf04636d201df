import type { DateTime } from 'luxon';

/**
 * A span of time in the system's zone: from the moment `from` up to, not including, `to`, both whole seconds.
 * So what ends one part is what starts the next, and no fraction of a second lies between them.
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

/** Two parts of a span, or nothing when it is a single second. */
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
 * Parts of a span whose answer was cut off, each so long that the density of the rows that came, from
 * `first` to `last`, lets expect fewer than fill an answer. Since rows can lie denser in one place than in
 * another, at most `most` such parts are made: the rest stays one, for which more may be made then.
 * @returns nothing when the span is a single second
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
	// What lies before the first row is empty, unless the system sends the last rows instead of the first.
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
