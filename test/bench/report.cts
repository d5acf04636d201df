import type { FileMemory } from './files.cts';
import { firstVersion, type FirstRequests } from './firstRequests.cts';
import { exponentsOf, type Growth } from './growth.cts';
import type { Result } from './job.cts';

/** The figures as Markdown tables. */

/** Rows as a Markdown table; the first two columns are text. */
const markdown = (...rows: unknown[][]): string =>
	[rows[0], rows[0].map((_, at) => (at < 2 ? '---' : '--:')), ...rows.slice(1)]
		.map((row) => `| ${row.join(' | ')} |`)
		.join('\n');

/** The table of the results. */
export const table = (results: Result[]): string =>
	markdown(
		[
			'Work',
			'By',
			'Seconds',
			'Calls',
			'× bare calls',
			"× n8n's least",
			'Ratio',
			'Peak heap in MB (rise)',
			'Editor waited',
		],
		...results.map((one) => [
			one.work,
			one.who,
			one.seconds.toFixed(2),
			one.calls,
			one.bare === undefined ? '' : (one.seconds / one.bare).toFixed(2),
			one.floor === undefined ? '' : (one.seconds / one.floor).toFixed(2),
			one.ratio === undefined
				? ''
				: `${one.ratio.toFixed(2)}${one.goal ? ` (goal: at most ${one.goal})` : ''}`,
			one.peakHeap === undefined ? '' : `${one.peakHeap.toFixed(0)} (+${one.heapRise!.toFixed(0)})`,
			one.editorWaited === undefined ? '' : `${one.editorWaited.toFixed(0)} ms at most`,
		]),
	);

/** The table of the growth, and how time and heap grow with the rows: the exponent of the steepest step. */
export function growthTable(steps: Growth[]): string {
	const exponents = exponentsOf(steps);
	return [
		markdown(
			['Rows', 'Calls', 'Seconds', 'Heap of the items in MB', 'Peak heap in MB', 'Peak as a share'],
			...steps.map(({ rows, calls, seconds, items, peak }) => [
				rows,
				calls,
				seconds.toFixed(2),
				(items / 1e6).toFixed(1),
				(peak / 1e6).toFixed(1),
				(peak / items).toFixed(2),
			]),
		),
		`Exponents (goal: at most 1.1): time ${exponents.seconds.toFixed(2)}, heap ${exponents.peak.toFixed(2)}; peak at most 1.5 of the items.`,
	].join('\n\n');
}

/** How late the first request of a run leaves. */
export const firstRequestLine = ({ all, few, ratio }: FirstRequests): string =>
	`First request of a one-item run: ${all.toFixed(0)} ms after its start with all operations, ${few.toFixed(0)} ms with the ${firstVersion.length} of the first version, ratio ${ratio.toFixed(2)} (goal: at most 1.2).`;

/** How much heap some work takes. */
export function heapLine({ work, rows, items, peak, kept }: { work: string } & Growth): string {
	const inMb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
	const stays = kept === undefined ? '' : `, of which ${inMb(kept)} stay for the next polls`;
	const share = (peak / items).toFixed(2);
	return `${work}: ${rows} rows, heap of the items ${inMb(items)}, peak ${inMb(peak)}${stays}: ${share} of the items (goal: at most 1.5).`;
}

/** How much memory a file takes. */
export const fileLine = ({ megabytes, resident, inUse }: FileMemory): string =>
	`A ticket with a file of ${megabytes} MB, beside one with 1 kB: memory of n8n's process +${(resident / 1e6).toFixed(1)} MB, in use without garbage +${(inUse / 1e6).toFixed(1)} MB (goal: at most ${2 * megabytes}).`;
