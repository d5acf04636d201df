import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { runNode, stored, type Job } from '../engine.cts';

/**
 * 6.11 with breaks: the text forbids an end date, clients send one. Whatever AKASHI makes of it, every day comes
 * once, with its breaks, in the fewest calls.
 */

let servers: All;
beforeEach(async () => {
	servers = await startAll({ akashi: { staff: 120, stampsPerDay: 4 } });
});
afterEach(async () => {
	expect(servers.akashi.violations).toEqual([]);
	await servers.close();
});

const run = async (parameters: INodeParameters, more: Partial<Job> = {}) => {
	const { type, data } = credentialsOf(servers).akashi;
	return await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters: {
			resource: 'workingRecord',
			operation: 'getAll',
			staff: 'me',
			period: 'custom',
			returnAll: true,
			options: { includeBreaks: true },
			...parameters,
		},
		...more,
	});
};

/** A day as text: person, day, and start of each break. */
const text = (staffId: unknown, date: string, starts: unknown[]) =>
	`${String(staffId)} ${date} ${starts.map((start) => String(start).slice(11, 19)).join()}`;
const came = (rows: IDataObject[]) =>
	rows
		.map(({ staffId, date, breaks }) =>
			text(
				staffId,
				String(date),
				(breaks as IDataObject[]).map((one) => one.startTime),
			),
		)
		.sort();
const held = (from: string, to: string, people = servers.akashi.staff) =>
	people
		.flatMap(({ staffId }) =>
			servers.akashi
				.workingRecordsOf(staffId, from, to, { breaks: true })
				.map(({ date, break_time_results: breaks }) =>
					text(
						staffId,
						date.replaceAll('/', '-'),
						breaks!.map((one) => one.result_break_time_start_time),
					),
				),
		)
		.sort();
const calls = () => servers.akashi.count('listWorkingRecords');

const month = { startDate: '2026-03-01', endDate: '2026-03-31' };
test.each([
	['all', 1],
	['firstDay', 31],
	['none', 32],
	['refused', 32],
] as const)('120 people, a month, %s', async (breaksOfSpan, most) => {
	Object.assign(servers.akashi.options, { breaksOfSpan });
	for (const routing of [false, true]) {
		servers.akashi.reset();
		const { error, json } = await run({ ...month, staff: 'all' }, { routing });
		expect(error).toBeUndefined();
		expect(came(json)).toEqual(held('20260301', '20260331'));
		expect(calls()).toBeLessThanOrEqual(3 * most);
	}
});

test('a refusal of a span is known for the rest of the run', async () => {
	servers.akashi.options.breaksOfSpan = 'refused';
	const people = servers.akashi.staff.slice(0, 12);
	const items = people.map(({ staffId }) => ({ staffId }));
	const parameters = {
		...month,
		endDate: '2026-06-30',
		staff: 'selected',
		staffIds: '={{ $json.staffId }}',
	};
	const { error, json } = await run(parameters, { items });
	expect(error).toBeUndefined();
	expect(came(json)).toEqual(held('20260301', '20260630', people));
	// A call a day, and no more spans than were asked for before the days of the first had come.
	expect(calls()).toBeLessThanOrEqual(12 * 122 + 16);
	const before = calls();
	// The next run may meet another AKASHI.
	servers.akashi.options.breaksOfSpan = 'all';
	await run(parameters, { items });
	expect(calls() - before).toBe(12 * 4);
});

test('days without breaks, and days that are missing, are asked for by themselves', async () => {
	const [{ staffId }] = servers.akashi.staff;
	const records = servers.akashi.workingRecordsOf(staffId, '20260301', '20260310', {
		breaks: true,
	});
	records.splice(3, 1);
	delete (records[6] as IDataObject).break_time_results;
	(records[7] as IDataObject).break_time_results = null;
	const response = [{ staff_id: staffId, working_records: records }];
	servers.akashi.fault({
		kind: 'body',
		route: 'listWorkingRecords',
		body: { success: true, response },
	});
	const { json } = await run({ startDate: '2026-03-01', endDate: '2026-03-10' });
	expect(came(json)).toEqual(held('20260301', '20260310', servers.akashi.staff.slice(0, 1)));
	expect(calls()).toBe(1 + 3);
});

test('with a limit no more days are asked for than it needs', async () => {
	servers.akashi.options.breaksOfSpan = 'refused';
	const { json } = await run({ ...month, returnAll: false, limit: 3 });
	expect(json).toHaveLength(3);
	expect(calls()).toBe(1 + 3);
});

test('another refusal is told as it is, and is not taken for one of the span', async () => {
	const [own, other] = servers.akashi.unmanaged;
	const items = [{ ids: `${own}` }, { ids: `${other}` }, { ids: '1002' }];
	const parameters = { ...month, staff: 'selected', staffIds: '={{ $json.ids }}' };
	const { json } = await run(parameters, { items, onError: 'continueRegularOutput' });
	expect(json.slice(0, 2).map(({ error }) => error)).toEqual([
		expect.stringMatching(/対象の従業員を参照できません/),
		expect.stringMatching(/対象の従業員を参照できません/),
	]);
	expect(json).toHaveLength(2 + 31);
});

test('no breaks where none were asked for', async () => {
	for (const options of [{}, { breaksAs: 'minutes' }, { includeBreaks: false }]) {
		const { json } = await run({ ...month, options });
		expect(json).toHaveLength(31);
		for (const row of json) {
			expect(row).not.toHaveProperty('breaks');
			expect(row).not.toHaveProperty('breakMinutes');
		}
	}
	expect(calls()).toBe(3);
});
