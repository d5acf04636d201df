/**
 * How time and heap of a read grow with its rows. The node runs in n8n-core's own engine in a process of
 * its own, since a real n8n stores what a run puts out, which takes more heap than any node.
 */
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { INodeParameters } from 'n8n-workflow';

import { pollNode, runNode, stored } from '../engine/engine.cts';

/** One size of the read. Heap in bytes above that of the process before it. */
export interface Growth {
	rows: number;
	calls: number;
	seconds: number;
	/** Heap of the finished items alone. */
	items: number;
	/** Highest heap in use while they were read. */
	peak: number;
	/** Heap of what a poll keeps for the next ones: the list of people, the state. */
	kept?: number;
}

interface Connection {
	url: string;
	companyId: string;
	token: string;
}

/** People of each size: 50 days, some 120 stamps, one call a person. */
const sizes = [8, 82, 820];
const days = { period: 'custom', startDate: '2025-01-01', endDate: '2025-02-19' };

interface Task extends Connection {
	people: number;
	/** What is read instead of the stamps of these people. */
	parameters?: INodeParameters;
	/** They are those of the trigger, which is polled once. */
	polls?: true;
}

/** Time and heap of one task, in a process of its own. */
async function measure(task: Task): Promise<Growth> {
	const { stdout } = await promisify(execFile)(process.execPath, [
		...['--expose-gc', '--require', 'tsx/cjs', __filename],
		JSON.stringify(task),
	]);
	return JSON.parse(stdout.split('\n').filter(Boolean).pop()!) as Growth;
}

/** Time and heap of one operation. */
export const heapOf = async (connection: Connection, parameters: INodeParameters) =>
	await measure({ ...connection, people: 1, parameters });

/** Time and heap of the first poll of the trigger. */
export const heapOfPoll = async (connection: Connection, parameters: INodeParameters) =>
	await measure({ ...connection, people: 1, parameters, polls: true });

/** Reads the stamps of ever more people, each size in a process of its own. */
export async function grow(connection: Connection, share: number): Promise<Growth[]> {
	const steps: Growth[] = [];
	for (const people of sizes) {
		const step = await measure({ ...connection, people: Math.ceil(people * share) });
		console.error(`growth: ${step.rows} rows, ${step.seconds.toFixed(2)} s`);
		steps.push(step);
	}
	return steps;
}

/** With which power of the rows time and heap grow, at the steepest step. */
export function exponentsOf(steps: Growth[]): { seconds: number; peak: number } {
	const steepest = (value: 'peak' | 'seconds') =>
		Math.max(
			...steps
				.slice(1)
				.map(
					(step, at) =>
						Math.log(step[value] / steps[at][value]) / Math.log(step.rows / steps[at].rows),
				),
		);
	return { seconds: steepest('seconds'), peak: steepest('peak') };
}

/** Time and heap over rows, both axes logarithmic: linear growth runs along the dashed diagonals. */
export function pictureOf(steps: Growth[]): string {
	const [width, height, left, top] = [720, 300, 60, 40];
	const chart = (width - 3 * left) / 2;
	const tall = height - 2 * top - 20;
	const log = Math.log10;
	const [fewest, most] = [steps[0].rows, steps[steps.length - 1].rows];
	// Whole powers of ten are marked; there is some room on both sides.
	const [first, last] = [Math.round(log(fewest)), Math.round(log(most))];
	const [low, high] = [first - 0.7, last + 0.2];
	const draw = (place: number, title: string, unit: string, values: number[]) => {
		const bottom = Math.floor(log(Math.min(...values)));
		const above = Math.ceil(log(Math.max(...values)));
		const origin = left + place * (chart + left);
		const x = (rows: number) => origin + ((log(rows) - low) / (high - low)) * chart;
		const y = (value: number) => top + tall - ((log(value) - bottom) / (above - bottom)) * tall;
		const tick = (at: number) => (at < 0 ? (10 ** at).toFixed(-at) : String(10 ** at));
		const points = steps.map(({ rows }, at) => `${x(rows).toFixed(1)},${y(values[at]).toFixed(1)}`);
		const linear = (rows: number) => values[values.length - 1] * (rows / most);
		const range = (from: number, to: number) =>
			Array.from({ length: to - from + 1 }, (_, index) => from + index);
		return [
			`<text x="${origin}" y="${top - 16}" font-weight="bold">${title}</text>`,
			`<rect x="${origin}" y="${top}" width="${chart}" height="${tall}" fill="none" stroke="#8886"/>`,
			...range(first, last).map(
				(at) =>
					`<text x="${x(10 ** at)}" y="${top + tall + 18}" text-anchor="middle">${(10 ** at).toLocaleString('en')}</text>`,
			),
			...range(bottom, above).map(
				(at) =>
					`<text x="${origin - 6}" y="${y(10 ** at) + 4}" text-anchor="end">${tick(at)}</text>`,
			),
			`<line x1="${x(fewest)}" y1="${y(linear(fewest))}" x2="${x(most)}" y2="${y(linear(most))}" stroke="#888" stroke-dasharray="4 4"/>`,
			`<polyline points="${points.join(' ')}" fill="none" stroke="#e8743b" stroke-width="2"/>`,
			...points.map((point, at) => {
				const [cx, cy] = point.split(',');
				return `<circle cx="${cx}" cy="${cy}" r="4" fill="#e8743b"/><text x="${Number(cx) - 8}" y="${Number(cy) - 8}" text-anchor="end">${values[at].toPrecision(2)} ${unit}</text>`;
			}),
		];
	};
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#777">`,
		...draw(
			0,
			'Seconds over rows',
			's',
			steps.map(({ seconds }) => seconds),
		),
		...draw(
			1,
			'Peak heap in MB over rows',
			'MB',
			steps.map(({ peak }) => peak / 1e6),
		),
		`<text x="${width / 2}" y="${height - 8}" text-anchor="middle">dashed: linear growth</text>`,
		'</svg>',
		'',
	].join('\n');
}

/** One size, in this process: once for the time, once for the heap. */
async function main() {
	const { people, parameters, polls, url, companyId, token } = JSON.parse(process.argv[2]) as Task;
	let host = '127.0.0.1';
	const credential = () => {
		const customEndpoint = url.replace('127.0.0.1', host);
		return stored('akashiApi', { endpoint: 'custom', customEndpoint, companyId, token });
	};
	const read = async (what: INodeParameters) => {
		const job = { node: 'akashi' as const, credential: credential(), parameters: what };
		if (polls && what.events) {
			const id = JSON.stringify([what, performance.now()]);
			return ((await pollNode(job, {}, { id })) ?? []).map((json) => ({ json }));
		}
		const done = await runNode(job);
		if (done.error) throw new Error(done.error.message);
		return done.items;
	};
	const staff = await read({ resource: 'staff', operation: 'getAll', limit: people });
	const stampsOf = async (count: number) =>
		await read({
			resource: 'stamp',
			operation: 'getAll',
			staff: 'selected',
			staffIds: staff.slice(0, count).map(({ json }) => json.staffId as number),
			...days,
			returnAll: true,
			options: { addNames: false },
		});
	const readAll = async () => await (parameters ? read(parameters) : stampsOf(people));
	// What is loaded and compiled once belongs to no size.
	if (polls) {
		await readAll();
		// Its items stay for a moment, and the list of people for an hour: the poll that is measured has a list of its own.
		await sleep(1000);
		host = 'localhost';
	} else await (parameters ? read({ ...parameters, staff: 'me' }) : stampsOf(1));

	const used = () => {
		global.gc!();
		return process.memoryUsage().heapUsed;
	};
	const before = used();
	let peak = 0;
	const sampling = setInterval(() => (peak = Math.max(peak, used() - before)), 25);
	// In a function of its own, so that nothing holds the items after it.
	const measured = async () => {
		const items = await readAll();
		clearInterval(sampling);
		return { after: used(), rows: items.length };
	};
	const { after, rows } = await measured();
	peak = Math.max(peak, after - before);
	// A poll also leaves the list of people, which is no item.
	if (polls) await sleep(100);
	const kept = polls ? used() - before : 0;
	const finished = after - before - kept;

	const begun = performance.now();
	await readAll();
	const seconds = (performance.now() - begun) / 1000;
	console.log(
		JSON.stringify({
			rows,
			calls: people,
			seconds,
			items: finished,
			peak,
			...(polls ? { kept } : {}),
		} satisfies Growth),
	);
}

if (require.main === module) {
	main().catch((error) => {
		console.error(error);
		process.exit(1);
	});
}
