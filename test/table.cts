/** The columns that a text takes in a terminal: full-width characters take two. */
export const width = (text: string) =>
	[...text].reduce(
		(sum, one) =>
			sum +
			(/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
				one,
			)
				? 2
				: 1),
		0,
	);

/** Rows as lines, each column as wide as its widest cell. */
export function table(header: string[], rows: string[][]): string {
	const all = [header, header.map(() => ''), ...rows];
	const widths = header.map((_, column) => Math.max(...all.map((row) => width(row[column]))));
	all[1] = widths.map((wide) => '─'.repeat(wide));
	return all
		.map((row) =>
			row
				.map((cell, column) => cell + ' '.repeat(widths[column] - width(cell)))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}
