/**
 * Runs the recipe "Missing stamps of yesterday" and the workflow "Hours of everybody last month" of the docs in a real n8n,
 * against stand-ins for the three systems, and shows what comes of them.
 *
 *     npm run demo               runs them and cleans up
 *     npm run demo -- --open     leaves n8n, with all recipes in it, and the stand-ins running until Ctrl-C
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { expect } from 'expect';
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { zone } from '../../nodes/Akashi/contract.ts';
import { credentialsOf } from '../credentials.cts';
import { cacheDir, installN8n } from '../n8n/install.cts';
import { packPackage, startN8n, type N8n, type Run, type Workflow } from '../n8n/instance.cts';
import { recipes } from '../recipes/index.cts';
import { RecipeRunner } from '../recipes/runner.cts';
import { recipeNames } from '../recipes/recipe.cts';
import type { All } from '../servers/all.cts';
import { table } from '../table.cts';

// The recipes are checked as their tests check them.
Object.assign(globalThis, { expect });

const version = '2.41.1';
const systems = { akashi: 'AKASHI', omflow: 'OMFLOW', amServer: 'am-server' } as const;
const names = Object.keys(systems) as Array<keyof typeof systems>;

/** Hours of everybody last month: one node after the trigger. */
const hours: Workflow = JSON.parse(
	readFileSync(join(__dirname, '../../docs/workflows/hours-of-last-month.json'), 'utf8'),
);
const flagship = recipes.find(({ name }) => name === 'missing-stamps-of-yesterday')!;

/** What the hours have to be, from what the stand-in holds. */
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

/** Tests the stored credentials as the editor's button does. */
async function testCredentials(n8n: N8n, servers: All): Promise<void> {
	for (const { type, data } of Object.values(credentialsOf(servers))) {
		const { status, message } = await n8n.testCredential(type, data);
		if (status !== 'OK') throw new Error(`n8n's test of the ${type} credential says: ${message}`);
	}
}

const secondsOf = ({ startedAt, stoppedAt }: Run) =>
	((stoppedAt.getTime() - startedAt.getTime()) / 1000).toFixed(1);
const rowsOf = (run: Run, node: string) => run.items(node).map(({ json }) => json);
const cells = (names: string[]) => (row: IDataObject) =>
	names.map((name) => String(row[name] ?? ''));

/** Who forgot to stamp yesterday, and who is left out because of leave. */
async function showMissing(runner: RecipeRunner): Promise<void> {
	console.log('Missing stamps of yesterday\n');
	const done = await runner.run(flagship);
	const { run, mails, calls } = done;
	if (run.error) throw new Error(`The workflow failed: ${run.error.message}`);
	const missing = ['staffCode', 'name', 'organizationName', 'date', 'missingNames', 'stamps'];
	console.log(table(missing, rowsOf(run, 'Find Missing Stamps').map(cells(missing))));
	const leave = ['principalEmployeeNumber', 'principalName', 'start', 'end', 'substituteName'];
	console.log('\nLeft out, since they are on leave in OMFLOW\n');
	console.log(table(leave, rowsOf(run, 'On Leave Yesterday').map(cells(leave))));
	console.log('\nMails');
	for (const { to, subject } of mails) console.log(`  ${to.join(', ')}: ${subject}`);
	const counted = names.map((name) => `${systems[name]} ${calls(name)}`).join(', ');
	console.log(`\nCalls: ${counted}. Seconds: ${secondsOf(run)}.`);
	await flagship.check!(done);
	console.log('This is what the stand-ins hold.\n');
}

async function showHours(runner: RecipeRunner): Promise<void> {
	console.log('Hours of everybody last month\n');
	const { servers, n8n } = runner;
	// Believable stamps again.
	delete servers.akashi.options.stampsPerDay;
	servers.akashi.corrections.clear();
	for (const name of names) servers[name].reset();
	const run = await n8n.run(hours);
	if (run.error) throw new Error(`The workflow failed: ${run.error.message}`);
	const rows = rowsOf(run, hours.nodes.at(-1)!.name);
	const header = ['code', 'name', 'organization', 'date', 'start', 'end', 'minutes'];
	const shown = rows.slice(0, 25);
	console.log(table(header, shown.map(line)));
	const people = new Set(rows.map(({ staffCode }) => staffCode)).size;
	console.log(`… and ${rows.length - shown.length} more rows, of ${people} people in all\n`);
	const calls = names.map((name) => `${systems[name]} ${servers[name].calls.length}`).join(', ');
	console.log(`Calls: ${calls}. Seconds: ${secondsOf(run)}.`);
	check(rows, expectedRows(servers));
	console.log(`All ${rows.length} rows are what the AKASHI stand-in holds.`);
}

/** Imports every recipe, and says where they are. */
async function showEditor(runner: RecipeRunner): Promise<void> {
	const { n8n, servers } = runner;
	console.log('\nThe recipes in the editor:');
	for (const name of recipeNames) {
		const recipe = recipes.find((one) => one.name === name)!;
		const { id } = await runner.import(recipe, (workflow) => runner.useChat(workflow));
		console.log(`  ${n8n.url}/workflow/${id}  ${name}`);
	}
	flagship.prepare!(servers);
	console.log(`Sign in as ${n8n.owner.email} with the password ${n8n.owner.password}`);
	console.log('Mail and chat stay on this machine. Ctrl-C ends and removes all of it.');
}

async function main() {
	const { values } = parseArgs({ options: { open: { type: 'boolean', default: false } } });
	let ready = false;
	// Leaving by process.exit lets n8n and its folder be cleaned up.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
		process.once(signal, () => process.exit(ready ? 0 : 130));

	const all = Object.values(systems).join(', ');
	console.log(`Demo: two workflows in a real n8n ${version}, with stand-ins for ${all}`);
	console.log(`n8n is kept in ${cacheDir()}: fetching it takes some minutes the first time`);
	await installN8n(version, console.log);
	console.log('Building and packing this package');
	const tarball = await packPackage();
	console.log('Starting n8n with the package in it\n');
	const n8n = await startN8n({ version, tarball });
	let runner: RecipeRunner | undefined;
	try {
		runner = await RecipeRunner.open(n8n);
		await testCredentials(n8n, runner.servers);
		await showMissing(runner);
		await showHours(runner);
		if (!values.open) return;
		await showEditor(runner);
		ready = true;
		await new Promise(() => {});
	} finally {
		await n8n.stop();
		await runner?.close();
	}
}

main().catch((error) => {
	console.error(error.message);
	process.exit(1);
});
