import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { formsOf, LeakSearch } from '../leaks.cts';
import { startAkashi, type AkashiOptions, type AkashiStandIn } from '../servers/akashi.cts';
import type { Readings } from '../servers/akashi/readings.cts';
import { main } from './akashi.cts';
import { headingOf } from './doubt.cts';
import { doubts } from './doubts/index.cts';
import { printed } from './print.cts';
import type { Finding } from './run.cts';

let servers: AkashiStandIn[] = [];
let folder: string;

const start = async (options: AkashiOptions = {}) => {
	const server = await startAkashi(options);
	servers.push(server);
	return server;
};

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kintai-verify-'));
});
afterEach(async () => {
	await Promise.all(servers.map((server) => server.close()));
	servers = [];
	rmSync(folder, { recursive: true });
});

/** Runs the script against a stand-in, as by the command line. */
async function run(server: AkashiStandIn, more: string[] = [], stopped?: () => boolean) {
	const told: string[] = [];
	const json = join(folder, `${Math.random()}.json`);
	const access = ['--endpoint', server.url, '--company', server.companyId];
	const code = await main({
		args: [...access, '--token', server.token, '--json', json, ...more],
		variables: {},
		say: (text) => void told.push(text),
		warn: (text) => void told.push(text),
		pause: 0,
		stopped,
	});
	const output = told.join('\n');
	const file = existsSync(json) ? readFileSync(json, 'utf8') : '{}';
	const { findings = [] } = JSON.parse(file) as { findings?: Finding[] };
	const of = (heading: string) => findings.find((finding) => headingOf(finding) === heading);
	return { code, output, file, findings, of };
}

/** What the stand-in holds that a write could have changed. */
const held = ({
	projects,
	english,
	members,
	manHours,
	comments,
	staff,
	organizations,
}: AkashiStandIn) =>
	structuredClone({ projects, english, members, manHours, comments, staff, organizations });

type Expected = Record<string, [seen: RegExp, result: Finding['result']]>;

const asExpected = 'as expected';

/** Every doubt in every reading: what is ordered, and what is to be said of it. */
const orders: Record<
	string,
	{ options?: AkashiOptions; readings: Readings; write?: true; expected: Expected }
> = {
	'reads, first reading': {
		readings: {
			includesParents: 'refused',
			stampOrder: 'rising',
			ends: 'both',
			breaks: 'whole',
			month: 'whole',
			digits: { '6.16': '8', '6.24': '8', '6.25': '14', '6.28': '8' },
			projectCount: 'page',
			pastEnd: 'empty',
			emptyLists: 'lists',
			tokenWords: 'token',
			getType: 'accepted',
			badDate: 'refused',
		},
		options: { recordsShape: 'array', punchNames: 'table', totalKey: 'TotalCount' },
		expected: {
			'6.2 Call without includesParents': [/^refused \(HTTP 200, ERR200001\)$/, asExpected],
			'6.4 Name of the total': [/^TotalCount$/, asExpected],
			'6.4 Number of the first page': [/^pages from 0: page 0 has 20, page 1 20$/, asExpected],
			'6.7 Order of stamps': [/^oldest first$/, asExpected],
			'6.7 Ends of a span, one person': [
				/^first second included, last second included$/,
				asExpected,
			],
			'6.10 Ends of a span, several people': [
				/^first second included, last second included$/,
				asExpected,
			],
			'6.7 Exactly six months': [/^accepted$/, asExpected],
			'6.7 A day that does not exist': [/^30 February is refused/, asExpected],
			'6.10 Midnight to midnight': [/^accepted$/, asExpected],
			'6.10 A working day over midnight': [/^accepted$/, asExpected],
			'6.10 A month at once': [/^accepted: stamps of \d+ days came$/, asExpected],
			'6.11 Breaks with an end date': [/^accepted: breaks came for the whole span$/, asExpected],
			'6.11 Shape of the answer': [/^an array$/, asExpected],
			'6.11 Names of the punches': [/^attendance_punch_time, leaving_punch_time$/, asExpected],
			'6.16 Digits of dates': [/^8 digits accepted, 14 digits refused/, asExpected],
			'6.24 Digits of dates': [/^8 digits accepted, 14 digits refused/, asExpected],
			'6.25 Digits of dates': [/^8 digits refused .*, 14 digits accepted$/, asExpected],
			'6.28 Digits of dates': [/^8 digits accepted, 14 digits refused/, asExpected],
			'6.16 What count counts': [/^the projects of the page$/, asExpected],
			'6.16 A page past the end': [/^an empty list$/, asExpected],
			'5.1 HTTP status of refusals': [/staff_id 999999999 refused \(HTTP 200, ERR/, asExpected],
			'5.1 Words about a wrong token': [/トークン/, asExpected],
			'5.1 Content type of a GET': [/^text\/plain accepted; none accepted$/, asExpected],
			'5.1 Empty lists': [/^lists are always lists$/, asExpected],
			'5.1 Form of the answers': [/^all as expected$/, asExpected],
			'4 Too many requests': [/^not settled: not seen in \d+ requests/, 'open'],
			'6.7 Which 1,000 stamps come': [/^not settled: .* stamps in six months$/, 'open'],
			'6.25 Numbers as text': [/^not settled: no man-hours/, 'open'],
		},
	},
	'reads, second reading': {
		readings: {
			includesParents: 'accepted',
			firstPage: '1, page 0 refused',
			stampOrder: 'falling',
			ends: 'without last',
			sixMonths: 'refused',
			oneDay: 'refused',
			badDate: 'accepted',
			breaks: 'first day',
			month: 'first day',
			digits: { '6.16': '14', '6.24': '14', '6.25': '8', '6.28': '14' },
			projectCount: 'total',
			pastEnd: 'refused',
			emptyLists: 'null',
			tokenWords: 'other',
			getType: 'refused',
		},
		options: {
			recordsShape: 'object',
			punchNames: 'example',
			totalKey: 'total_count',
			refusalStatus: 400,
			overMidnightRefused: true,
			projects: 60,
		},
		expected: {
			'6.2 Call without includesParents': [/^accepted$/, asExpected],
			'6.4 Name of the total': [/^total_count$/, asExpected],
			'6.4 Number of the first page': [/^pages from 1: page 0 is refused/, 'differs'],
			'6.7 Order of stamps': [/^newest first$/, asExpected],
			'6.7 Ends of a span, one person': [
				/^first second included, last second not included$/,
				asExpected,
			],
			'6.10 Ends of a span, several people': [
				/^first second included, last second not included$/,
				asExpected,
			],
			'6.7 Exactly six months': [/^refused .*; one second less is accepted$/, asExpected],
			'6.7 A day that does not exist': [/^30 February is accepted$/, asExpected],
			'6.10 Midnight to midnight': [/^refused .*; one second less is accepted$/, asExpected],
			'6.10 A working day over midnight': [/^refused \(HTTP \d+, ERR200002\)$/, asExpected],
			'6.10 A month at once': [/^accepted, but only the first day came$/, asExpected],
			'6.11 Breaks with an end date': [/^accepted, but only the first day came/, asExpected],
			'6.11 Shape of the answer': [/^an object with login_company_code, response$/, asExpected],
			'6.11 Names of the punches': [/^start_punch_time, end_punch_time$/, asExpected],
			'6.16 Digits of dates': [/^8 digits refused .*, 14 digits accepted$/, 'differs'],
			'6.24 Digits of dates': [/^8 digits refused .*, 14 digits accepted$/, 'differs'],
			'6.25 Digits of dates': [/^8 digits accepted, 14 digits refused/, 'differs'],
			'6.28 Digits of dates': [/^8 digits refused .*, 14 digits accepted$/, 'differs'],
			'6.16 What count counts': [/^all projects \(60 on every page\)$/, 'differs'],
			'6.16 A page past the end': [/^refused/, 'differs'],
			'5.1 HTTP status of refusals': [/staff_id 999999999 refused \(HTTP 400, ERR/, asExpected],
			'5.1 Words about a wrong token': [/認証情報/, 'differs'],
			'5.1 Content type of a GET': [/^text\/plain refused .*; none refused/, asExpected],
			'5.1 Empty lists': [/subgroups is null \(6\.4\)/, asExpected],
		},
	},
	'reads, third reading': {
		readings: {
			firstPage: '1, page 0 alike',
			stampOrder: 'mixed',
			ends: 'fractions',
			month: 'refused',
			digits: { '6.16': 'both', '6.24': 'both', '6.25': 'both', '6.28': 'neither' },
			pastEnd: 'again',
			emptyLists: 'missing',
			stampRows: 'oldest',
		},
		// Twelve a day: more than 1,000 in half a year.
		options: { stampsPerDay: 12, totalKey: 'none' },
		expected: {
			'6.4 Name of the total': [/^no total$/, asExpected],
			'6.4 Number of the first page': [/^pages from 1: page 0 and page 1 are the same$/, 'differs'],
			'6.7 Order of stamps': [/^in no order of time$/, asExpected],
			'6.7 Ends of a span, one person': [
				/last second included \d times of 3: there are parts of seconds$/,
				asExpected,
			],
			'6.7 Which 1,000 stamps come': [/^the oldest 1,000$/, asExpected],
			'6.10 A month at once': [/^refused/, asExpected],
			'6.16 Digits of dates': [/^8 digits accepted, 14 digits accepted$/, asExpected],
			'6.28 Digits of dates': [/^8 digits refused .*, 14 digits refused/, 'differs'],
			'6.16 A page past the end': [/^an earlier page again$/, 'differs'],
			'5.1 Empty lists': [/ is missing \(6\.\d+\)/, asExpected],
		},
	},
	'reads, fourth reading': {
		readings: { ends: 'without first', breaks: 'lacking', stampRows: 'newest' },
		options: { stampsPerDay: 12 },
		expected: {
			'6.7 Ends of a span, one person': [/^first second not included/, 'differs'],
			'6.10 Ends of a span, several people': [/^first second not included/, 'differs'],
			'6.7 Which 1,000 stamps come': [/^the newest 1,000$/, asExpected],
			'6.11 Breaks with an end date': [
				/^accepted, but \d+ rows of \d+ lack their breaks/,
				asExpected,
			],
		},
	},
	'reads, breaks refused': {
		readings: { breaks: 'refused' },
		expected: { '6.11 Breaks with an end date': [/^refused/, asExpected] },
	},
	'reads, breaks empty': {
		readings: { breaks: 'empty' },
		expected: {
			'6.11 Breaks with an end date': [
				/^accepted, but the breaks of \S+ came as an empty list$/,
				'differs',
			],
		},
	},
	'writes, first reading': {
		write: true,
		readings: {
			digits: { '6.25': '14' },
			projectDates: '8',
			badRecord: 'nothing',
			leftOut: 'kept',
			taskIndex: 'number',
			assign: 'accepted',
			otherTasks: 'kept',
			deleted: 'gone',
			manHourNumbers: 'numbers',
		},
		expected: {
			'6.18 Dates that are written': [/^8 digits accepted, yyyy\/mm\/dd refused/, asExpected],
			'6.18 A list with a bad record': [/^refused .*, nothing was kept$/, asExpected],
			'6.18 Fields left out of an update': [
				/^kept: remarks, short_name, start_date, end_date$/,
				asExpected,
			],
			'6.19 Deleting a project': [/^gone$/, asExpected],
			'6.22 Index of a task': [/^number accepted, text refused/, asExpected],
			'6.22 Fields left out of an update': [
				/^kept: code, estimated_hour, estimated_amount, is_finished$/,
				asExpected,
			],
			'6.25 Numbers as text': [/^all as numbers$/, asExpected],
			'6.26 Minutes of other tasks of the day': [/^kept$/, asExpected],
			'6.27 Deleting man-hours': [/^one task: gone; whole project: gone$/, asExpected],
			'6.30 Method for adding people': [/^POST accepted, the person is there$/, asExpected],
		},
	},
	'writes, second reading': {
		write: true,
		readings: {
			digits: { '6.25': '8' },
			projectDates: 'slashes',
			badRecord: 'before',
			leftOut: 'emptied',
			taskIndex: 'text',
			assign: 'refused',
			otherTasks: 'removed',
			manHourNumbers: 'text',
		},
		expected: {
			'6.18 Dates that are written': [/^8 digits refused .*, yyyy\/mm\/dd accepted$/, 'differs'],
			'6.18 A list with a bad record': [/what stood before the bad record was kept$/, asExpected],
			'6.18 Fields left out of an update': [/^emptied: remarks, short_name$/, asExpected],
			'6.22 Index of a task': [/^number refused .*, text accepted$/, 'differs'],
			'6.22 Fields left out of an update': [
				/^emptied: code, estimated_hour, estimated_amount, is_finished$/,
				asExpected,
			],
			'6.25 Numbers as text': [/^as text: staff_id, project_id, task_id, minute$/, asExpected],
			'6.26 Minutes of other tasks of the day': [/^removed by the second write$/, 'differs'],
			'6.30 Method for adding people': [/^POST refused \(HTTP 404/, 'differs'],
		},
	},
	'writes, third reading': {
		write: true,
		readings: { projectDates: 'both', badRecord: 'good', taskIndex: 'both', assign: 'ignored' },
		expected: {
			'6.18 Dates that are written': [/^8 digits accepted, yyyy\/mm\/dd accepted$/, asExpected],
			'6.18 A list with a bad record': [/both good records were kept$/, asExpected],
			'6.22 Index of a task': [/^number accepted, text accepted$/, asExpected],
			'6.30 Method for adding people': [/the person is not there$/, 'differs'],
		},
	},
	'writes, fourth reading': {
		write: true,
		readings: { badRecord: 'after' },
		expected: {
			'6.18 A list with a bad record': [/what stood after the bad record was kept$/, asExpected],
		},
	},
};

test.each(Object.entries(orders))('%s', async (_, { options, readings, write, expected }) => {
	const server = await start({ staff: 45, ...options, readings });
	const before = held(server);
	const { code, output, file, findings, of } = await run(server, write ? ['--write'] : []);

	expect(code).toBe(0);
	for (const [heading, [seen, result]] of Object.entries(expected)) {
		expect([heading, of(heading)]).toEqual([
			heading,
			expect.objectContaining({ seen: expect.stringMatching(seen), result }),
		]);
	}
	expect(findings.filter(({ seen }) => seen.includes('the probe failed'))).toEqual([]);
	expect(findings.map(headingOf).sort()).toEqual(doubts().map(headingOf).sort());
	const methods = new Set(server.calls.map(({ method }) => method));
	if (write) expect(output).toContain('Nothing was left behind.');
	else expect([...methods]).toEqual(['GET']);
	expect(held(server)).toEqual(before);
	expect(server.count('createStamp') + server.count('reissueToken')).toBe(0);
	for (const text of [output, file]) expect(text).not.toContain(server.token);
});

test('every doubt is played in at least two readings, or in each that its words name', () => {
	const seen: Record<string, Set<string>> = {};
	for (const { expected } of Object.values(orders)) {
		for (const [heading, [words]] of Object.entries(expected)) {
			(seen[heading] ??= new Set()).add(words.source);
		}
	}
	const once = doubts()
		.map(headingOf)
		.filter((heading) => (seen[heading]?.size ?? 0) < 2);
	// Each with tests of its own below, in both readings.
	expect(once.sort()).toEqual([
		'4 Too many requests',
		'5.1 Form of the answers',
		'6.19 Deleting a project',
		'6.27 Deleting man-hours',
		'6.9 The old token after a reissue',
	]);
});

test('a doubt is one line, and a paragraph where the terminal is narrow', async () => {
	const server = await start();
	const { output, findings } = await run(server);
	const lines = output.split('\n');
	for (const { name, text, seen, node } of findings) {
		const ones = lines.filter((line) =>
			[name, text, seen, node].every((part) => line.includes(part)),
		);
		expect(ones.length).toBeGreaterThan(0);
	}
	const report = { findings, left: [], others: [], requests: 1, hide: String };
	expect(printed(report, {}, 80)).toContain(
		'6.11  Shape of the answer: as expected\n      The text says  an object (table), an array (example)\n      The node       takes both\n      Seen           an array',
	);
});

describe('what could not be taken away is told loudly', () => {
	test('a project', async () => {
		const server = await start({ readings: { deleted: 'projects stay' } });
		const { code, output, of } = await run(server, ['--write']);
		expect(code).toBe(1);
		expect(of('6.19 Deleting a project')).toMatchObject({
			seen: 'accepted, but still listed (6.16) and answered (6.17)',
			result: 'differs',
		});
		expect(output).not.toContain('Nothing was left behind');
		const mine = server.projects.filter(({ name }) => name!.startsWith('kintai-verify-'));
		expect(mine.length).toBeGreaterThan(2);
		for (const { project_id, name } of mine) {
			expect(output).toContain(`!!!   project ${project_id} "${name}"`);
		}
	});

	test('man-hours', async () => {
		const server = await start({ readings: { deleted: 'hours stay' } });
		const { code, output, of } = await run(server, ['--write']);
		expect(code).toBe(1);
		expect(of('6.27 Deleting man-hours')).toMatchObject({
			seen: 'one task: accepted, but still there; whole project: accepted, but still there',
			result: 'differs',
		});
		expect(output).toMatch(/^!!! {3}man-hours of staff \d+ on \d{8} for project \d+$/m);
	});

	test('nobody can look', async () => {
		const server = await start();
		let gone = false;
		server.fault({
			kind: 'status',
			status: 500,
			route: 'listProjects',
			times: Infinity,
			when: () => (gone ||= server.projects.some(({ name }) => name!.startsWith('kintai-'))),
		});
		const { code, output } = await run(server, ['--write']);
		expect(code).toBe(1);
		expect(output).toMatch(
			/!!! {3}perhaps projects whose names begin with "kintai-verify-[0-9a-f]{8}"/,
		);
	});

	test('what another run left is named, and left alone', async () => {
		const server = await start();
		const other = { ...structuredClone(server.projects[0]), project_id: 7999 };
		server.projects.push({ ...other, name: 'kintai-verify-00000000-1', project_code: null });
		const before = held(server);
		const { code, output } = await run(server, ['--write']);
		expect(code).toBe(0);
		expect(output).toContain(
			'Found from another run (still running, or broken off): kintai-verify-00000000-1',
		);
		expect(held(server)).toEqual(before);
	});
});

test('a lost answer, a refused deletion and an interrupted run leave nothing behind', async () => {
	const server = await start();
	const before = held(server);
	server.fault({ kind: 'resetAfter', route: 'changeProjects', times: 2 });
	server.fault({ kind: 'body', route: 'deleteProject', body: { success: false, errors: [] } });
	expect((await run(server, ['--write'])).code).toBe(0);
	expect(held(server)).toEqual(before);

	server.reset();
	const stopped = () => server.count('upsertManHours') === 2;
	const { code, output, of } = await run(server, ['--write'], stopped);
	expect(code).toBe(1);
	expect(output).toContain('Nothing was left behind.');
	expect(of('6.27 Deleting man-hours')!.seen).toBe('not settled: the run was stopped');
	expect(held(server)).toEqual(before);
});

test('a day that has man-hours is never written', async () => {
	const server = await start();
	const { today, owner } = { today: Date.now() + 9 * 3_600_000, owner: server.staff[0].staffId };
	for (let back = 0; back <= 40; back++) {
		const day = new Date(today - back * 86_400_000).toISOString().slice(0, 10);
		server.manHours.set(`${owner}|${day}|7001|8001`, 60);
	}
	const before = held(server);
	const { of } = await run(server, ['--write']);
	expect(of('6.26 Minutes of other tasks of the day')!.seen).toContain('no day of the last 31');
	expect(server.count('upsertManHours') + server.count('deleteManHours')).toBe(0);
	expect(held(server)).toEqual(before);
});

test('answers of another form are named', async () => {
	const server = await start();
	server.fault({
		kind: 'body',
		route: 'listOrganizations',
		times: 9,
		body: { success: true, response: { count: 'many', organizations: [] } },
	});
	const { of } = await run(server);
	expect(of('5.1 Form of the answers')).toMatchObject({
		seen: expect.stringContaining('6.2 count: '),
		result: 'differs',
	});
});

test('HTTP 429 is waited out and told', async () => {
	const server = await start();
	const headers = { 'retry-after': '1' };
	server.fault({ kind: 'status', status: 429, headers, route: 'listAlerts' });
	server.fault({ kind: 'status', status: 429, headers, route: 'listOrganizations' });
	const { of } = await run(server);
	expect(of('4 Too many requests')).toMatchObject({
		seen: 'HTTP 429, Retry-After 1',
		result: asExpected,
	});
	expect(of('6.2 Call without includesParents')!.result).toBe(asExpected);
});

describe('the reissue', () => {
	const heading = '6.9 The old token after a reissue';

	test.each([
		[true, /^the old token still works$/],
		[false, /^the old token is dead: refused \(HTTP 200, ERR100001/],
	])('old token lives: %s', async (oldTokenLives, seen) => {
		const server = await start({ oldTokenLives });
		const file = join(folder, 'token');
		const {
			code,
			output,
			file: json,
			of,
		} = await run(server, ['--write', '--reissue', '--token-file', file]);
		expect(code).toBe(0);
		expect(of(heading)).toMatchObject({ seen: expect.stringMatching(seen), result: asExpected });
		const token = readFileSync(file, 'utf8');
		expect(server.tokens.has(token)).toBe(true);
		expect(token).not.toBe(server.token);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		const search = new LeakSearch([server.token, token]);
		search.in('output', output);
		search.in('JSON', json);
		expect(search.leaks).toEqual([]);
		// Everything was taken away with the token that was still the right one.
		expect(server.projects).toHaveLength(3);
	});

	test('not without a file, nor over an existing one', async () => {
		const server = await start();
		const without = await run(server, ['--write', '--reissue']);
		expect(without.of(heading)!.seen).toBe('not settled: give --token-file for the new token');
		const file = join(folder, 'kept');
		writeFileSync(file, 'something else');
		const over = await run(server, ['--write', '--reissue', '--token-file', file]);
		expect(over.of(heading)!.seen).toContain('EEXIST');
		expect(readFileSync(file, 'utf8')).toBe('something else');
		expect(server.count('reissueToken')).toBe(0);
	});

	test('a refused one leaves no file, a lost one says so', async () => {
		const server = await start();
		const file = join(folder, 'token');
		const args = ['--write', '--reissue', '--token-file', file];
		server.fault({ kind: 'body', route: 'reissueToken', body: { success: false, errors: [] } });
		expect((await run(server, args)).of(heading)!.seen).toBe('not settled: refused (HTTP 200)');
		server.fault({ kind: 'resetBefore', route: 'reissueToken' });
		expect((await run(server, args)).of(heading)!.seen).toContain('issue one on My Page');
		server.fault({ kind: 'html', route: 'reissueToken' });
		expect((await run(server, args)).of(heading)!.seen).toContain('issue one on My Page');
		expect(existsSync(file)).toBe(false);
	});
});

describe('the token is never shown', () => {
	const quoting = (token: string) => ({
		success: false,
		errors: formsOf(token).flatMap((form) => [
			{ code: 'ERR1', message: `トークン ${form} が` },
			{ code: form, message: form.toUpperCase() },
		]),
	});
	const leaksIn = (token: string, ...texts: string[]) => {
		const search = new LeakSearch([token]);
		for (const text of texts) search.in('text', text);
		for (const text of texts) expect(text.toLowerCase()).not.toContain(token.toLowerCase());
		return search.leaks;
	};

	test.each([0, 1])('by a server that quotes it after %i answers', async (skip) => {
		const server = await start();
		server.fault({ kind: 'body', body: quoting(server.token), skip, times: Infinity });
		const { code, output, file } = await run(server, ['--write']);
		// With the list of projects refused nothing can be looked for, but nothing was made either.
		expect([1, 0]).toContain(code);
		expect(output).toContain('[hidden]');
		expect(leaksIn(server.token, output, file)).toEqual([]);
	});

	test('by one that quotes it in what it answers', async () => {
		const server = await start();
		const answer = {
			success: true,
			response: { [server.token]: 1, TotalCount: 1, staffs: [], [`total${server.token}`]: 1 },
		};
		server.fault({ kind: 'body', body: answer, route: 'listStaff', skip: 1, times: Infinity });
		const { output, file } = await run(server);
		expect(output).toContain('total[hidden]');
		expect(leaksIn(server.token, output, file)).toEqual([]);
	});

	test('by a broken connection, a redirect or another page', async () => {
		const server = await start();
		const location = `https://example.com/?token=${server.token}`;
		for (const fault of [
			{ kind: 'resetBefore' },
			{ kind: 'status', status: 302, headers: { location } },
			{ kind: 'html' },
		] as const) {
			server.reset();
			server.fault({ ...fault, skip: 1, times: Infinity });
			const { output, file, code } = await run(server);
			expect(code).toBe(0);
			expect(leaksIn(server.token, output, file)).toEqual([]);
			server.fault({ ...fault, times: Infinity });
			expect(leaksIn(server.token, (await run(server)).output)).toEqual([]);
		}
	});

	test('on wrong usage', async () => {
		const token = '0e77ecf9-feab-485a-8ce4-6427f9d3531d';
		const company = ['--company', 'c'];
		const endpoint = ['--endpoint', 'http://127.0.0.1:9/api/cooperation'];
		const given = ['--token', token];
		const uses: Array<[string[], RegExp]> = [
			[[], /--company is missing/],
			[[...company, ...given], /--endpoint is missing/],
			[[...company, ...given, '--endpoint', 'atnd.ak4.jp'], /--endpoint is not a URL/],
			[[...company, ...given, '--endpoint', 'http://atnd.ak4.jp'], /must begin with https/],
			[
				[...company, ...given, '--endpoint', `https://a/?token=${token}`],
				/nothing but the address/,
			],
			[[...company, ...endpoint], /the token is missing/],
			[[...company, ...endpoint, '--token', `${token} x`], /does not look like one/],
			[[...company, ...endpoint, token], /cannot be read/],
			[[...company, ...endpoint, `--${token}`], /unknown option/],
			[[...company, ...endpoint, ...given, '--reissue'], /--reissue needs --write/],
			[[...company, ...endpoint, ...given, '--write', '--token-file', 'x'], /needs --reissue/],
		];
		for (const [args, words] of uses) {
			const told: string[] = [];
			const say = (text: string) => void told.push(text);
			expect(await main({ args, variables: {}, say, warn: say })).toBe(2);
			const text = told.join('\n');
			expect(text).toMatch(words);
			expect(text).toContain('Usage: npm run verify:akashi');
			expect(leaksIn(token, text)).toEqual([]);
		}
	});
});

test('a failed sign-in ends the script with what AKASHI said', async () => {
	const server = await start();
	server.tokens.clear();
	const { code, output } = await run(server);
	expect(code).toBe(1);
	expect(output).toMatch(/^The sign-in failed: refused \(HTTP 200, ERR100001 アクセストークン/);
	expect(server.calls).toHaveLength(1);
});

test.each(['variable', 'standard input'])('the command takes the token from %s', async (from) => {
	const server = await start({ staff: 1 });
	const args = ['--endpoint', ` ${server.url}/ `, '--company', ` ${server.companyId} `];
	const input = from === 'standard input';
	const script = ['--require', 'tsx/cjs', join(__dirname, 'akashi.cts')];
	const child = spawn(process.execPath, [...script, ...args, ...(input ? ['--token', '-'] : [])], {
		env: { ...process.env, KINTAI_AKASHI_TOKEN: input ? '' : ` ${server.token}\n` },
	});
	child.stdin.end(input ? `${server.token}\n` : '');
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (data) => (output += String(data)));
	}
	const code = await new Promise((resolve) => child.on('close', resolve));
	expect(output).toContain('Only reads were sent');
	expect(output).not.toContain(server.token);
	expect(code).toBe(0);
});

test('every doubt is explained in the document, and no other', () => {
	const document = readFileSync(join(__dirname, '../../docs/untested.md'), 'utf8');
	const headings = [...document.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
	expect(headings.sort()).toEqual(doubts().map(headingOf).sort());
});
