/**
 * Runs the workflow "Hours of everybody last month" of the docs in a real n8n, against stand-ins for the three systems,
 * and shows its rows.
 *
 *     npm run demo               runs it and cleans up
 *     npm run demo -- --open     leaves n8n and the stand-ins running until Ctrl-C
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { zone } from '../../nodes/Akashi/contract.ts';
import { credentialsOf } from '../credentials.cts';
import { cacheDir, installN8n } from '../n8n/install.cts';
import { packPackage, startN8n, type N8n, type Workflow } from '../n8n/instance.cts';
import { startAll, type All } from '../servers/all.cts';
import { table } from '../table.cts';

const version = '2.41.1';
const systems = { akashi: 'AKASHI', omflow: 'OMFLOW', amServer: 'am-server' } as const;
const names = Object.keys(systems) as Array<keyof typeof systems>;

const file = join(__dirname, '../../docs/workflows/hours-of-last-month.json');
const workflow: Workflow = JSON.parse(readFileSync(file, 'utf8'));
const lastNode = workflow.nodes[workflow.nodes.length - 1].name;

/** What the workflow has to put out, from what the stand-in holds. */
function expectedRows({ akashi }: All): IDataObject[] {
	const month = DateTime.now().setZone(zone).minus({ months: 1 });
	const [from, to] = [month.startOf('month'), month.endOf('month')].map((at) =>
		at.toFormat('yyyyMMdd'),
	);
	const iso = (local: string | null) =>
		local && `${local.replace(/\//g, '-').replace(' ', 'T')}+09:00`;
	return akashi.staff.flatMap((person) =>
		akashi.workingRecordsOf(person.staffId, from, to, { minutes: true }).map((day) => ({
			staffId: person.staffId,
			staffCode: person.staffNum,
			name: `${person.lastName} ${person.firstName}`,
			organizationName: person.organization!.name,
			date: day.date.replace(/\//g, '-'),
			workingDayCategoryName: ['労働日', '所定休日', '法定休日'][day.working_day_category!],
			startTime: iso(day.start_time),
			endTime: iso(day.end_time),
			workedMinutes: day.actual_working_hours_no_rounding ?? null,
			workingDayCategory: day.working_day_category,
		})),
	);
}

/** Throws unless the workflow put out what the stand-in holds. */
function check(rows: IDataObject[], expected: IDataObject[]): void {
	const wrong = expected.findIndex((row, index) => !isDeepStrictEqual({ ...rows[index] }, row));
	if (wrong >= 0) {
		const [came, held] = [rows[wrong], expected[wrong]].map((row) => JSON.stringify(row));
		throw new Error(`The output is wrong. Row ${wrong} is ${came}, but AKASHI holds ${held}`);
	}
	if (rows.length > expected.length) {
		throw new Error(`The output is wrong: ${rows.length} rows instead of ${expected.length}`);
	}
}

const clock = (time: unknown) => (time ? String(time).slice(11, 16) : '');

const line = (row: IDataObject): string[] => [
	String(row.staffCode),
	String(row.name),
	String(row.organizationName),
	String(row.date),
	clock(row.startTime),
	clock(row.endTime),
	row.workedMinutes === null ? '' : String(row.workedMinutes).padStart('minutes'.length),
];

/** Stores the stand-ins' credentials under the names by which workflows find them, and tests them. */
async function storeCredentials(n8n: N8n, servers: All): Promise<void> {
	const credentials = credentialsOf(servers);
	for (const name of names) {
		const { type, data } = credentials[name];
		const { id } = await n8n.createCredential(type, data, systems[name]);
		const { status, message } = await n8n.testCredential(type, data, id);
		if (status !== 'OK') throw new Error(`n8n's test of the ${type} credential says: ${message}`);
	}
}

async function main() {
	const { values } = parseArgs({ options: { open: { type: 'boolean', default: false } } });
	let ready = false;
	// Leaving by process.exit lets n8n and its folder be cleaned up.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
		process.once(signal, () => process.exit(ready ? 0 : 130));

	console.log(
		`Demo: "${workflow.name}" in a real n8n ${version}, with stand-ins for ${Object.values(systems).join(', ')}`,
	);
	console.log(`n8n is kept in ${cacheDir()}: fetching it takes some minutes the first time`);
	await installN8n(version, console.log);
	console.log('Building and packing this package');
	const tarball = await packPackage();
	console.log('Starting n8n with the package in it');
	const servers = await startAll();
	const n8n = await startN8n({ version, tarball });
	try {
		await storeCredentials(n8n, servers);
		for (const name of names) servers[name].reset();
		console.log('Running the workflow\n');
		const run = await n8n.run(workflow);
		if (run.error) throw new Error(`The workflow failed: ${run.error.message}`);

		const rows = run.items(lastNode).map(({ json }) => json);
		const header = ['code', 'name', 'organization', 'date', 'start', 'end', 'minutes'];
		const shown = rows.slice(0, 25);
		console.log(table(header, shown.map(line)));
		const people = new Set(rows.map(({ staffCode }) => staffCode)).size;
		console.log(`… and ${rows.length - shown.length} more rows, of ${people} people in all\n`);
		const calls = names.map((name) => `${systems[name]} ${servers[name].calls.length}`).join(', ');
		const seconds = (run.stoppedAt.getTime() - run.startedAt.getTime()) / 1000;
		console.log(`Calls: ${calls}. Seconds: ${seconds.toFixed(1)}.`);
		check(rows, expectedRows(servers));
		console.log(`All ${rows.length} rows are what the AKASHI stand-in holds.`);

		if (!values.open) return;
		const [{ id }] = await n8n.rest<Array<{ id: string }>>('GET', '/rest/workflows');
		console.log(`\nThe workflow in the editor: ${n8n.url}/workflow/${id}`);
		console.log(`Sign in as ${n8n.owner.email} with the password ${n8n.owner.password}`);
		console.log('Ctrl-C ends and removes all of it.');
		ready = true;
		await new Promise(() => {});
	} finally {
		await n8n.stop();
		await servers.close();
	}
}

main().catch((error) => {
	console.error(error.message);
	process.exit(1);
});
