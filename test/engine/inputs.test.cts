import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../credentials.cts';
import { startAll, type All } from '../servers/all.cts';
import { runNode, stored } from './engine.cts';

/** Bad input is refused before any request, naming the parameter as the editor does. */

let servers: All;
beforeAll(async () => {
	servers = await startAll();
});
afterAll(async () => await servers.close());

type System = 'akashi' | 'amServer' | 'omflow';

const picked = (value: unknown) => ({ __rl: true, mode: 'id', value }) as never;
const stamps = {
	resource: 'stamp',
	operation: 'getAll',
	period: 'custom',
	startDate: '2026-03-01',
	endDate: '2026-03-31',
};
const records = { ...stamps, resource: 'workingRecord' };
const manHour: INodeParameters = {
	resource: 'manHour',
	operation: 'upsert',
	staffId: picked('1002'),
	date: '2026-03-01',
	projectId: '7001',
	taskId: '8001',
	minutes: 60,
};
const users = (filters: INodeParameters, options: INodeParameters = {}) => ({
	resource: 'user',
	operation: 'getAll',
	filters,
	options,
});
const match = (condition: unknown) => users({ match: { condition } as never });
const created: INodeParameters = {
	resource: 'user',
	operation: 'create',
	userId: 'abc123',
	username: '山田 太郎',
	password: 'Abcd1234',
};
const leave: INodeParameters = {
	resource: 'leaveRecord',
	operation: 'create',
	principal: picked('1'),
	substitute: picked('2'),
	start: '2026-04-01',
	end: '2026-04-02',
};
const month: INodeParameters = {
	resource: 'attendance',
	operation: 'getAll',
	whose: 'selected',
	users: 'u00001',
	period: 'custom',
	startDate: '2026-03-01',
	endDate: '2026-03-31',
};

/** Empty at run time: what is empty in the editor, n8n refuses to start. */
const empty = '={{ "" }}';

const bad: Array<[System, string, INodeParameters]> = [
	['akashi', '"Start Date" must be a date', { ...stamps, startDate: '31 March' }],
	['akashi', '"Start Date" must be a date', { ...stamps, startDate: '2026-02-30' }],
	['akashi', '"Start Date" must be a date', { ...stamps, startDate: empty }],
	['akashi', '"End Date" must be a date', { ...stamps, endDate: '2026-13-01' }],
	['akashi', '"End Date" must not be before the start', { ...stamps, endDate: '2026-02-28' }],
	[
		'akashi',
		'"End Date" must be after the start (2026-03-01T09:00:00+09:00)',
		{ ...stamps, startDate: '2026-03-01T09:00:00', endDate: '={{ "2026-03-01T00:00:00.900Z" }}' },
	],
	...[empty, '={{ [] }}', []].map((staffIds): [System, string, INodeParameters] => [
		'akashi',
		'"Staff Names or IDs" must not be empty if "Staff Codes, Emails or IDs" is empty as well',
		{ ...stamps, staff: 'selected', staffIds: staffIds as never },
	]),
	...[' , ', 'E00001'].map((staffIds): [System, string, INodeParameters] => [
		'akashi',
		'"Staff Names or IDs" must contain at least one ID',
		{ ...stamps, staff: 'selected', staffIds },
	]),
	[
		'akashi',
		'"Period" must be one of custom, lastClosingPeriod',
		{ ...stamps, period: '={{ "someday" }}' },
	],
	[
		'akashi',
		'"Closing Day" must be a whole number from 1 to 31',
		{ ...stamps, period: 'thisClosingPeriod', closingDay: 32 },
	],
	[
		'akashi',
		'"Organization" must not be empty',
		{ ...stamps, staff: 'organization', organizationId: picked(empty) },
	],
	['akashi', '"Limit" must be a whole number of at least 1', { ...stamps, limit: 0 }],
	['akashi', '"Limit" must be a whole number of at least 1', { ...stamps, limit: '={{ "many" }}' }],
	['akashi', '"Start Date" must be a date', { ...records, startDate: 'soon' }],
	['akashi', '"End Date" must not be before the start', { ...records, endDate: '2026-02-01' }],
	[
		'akashi',
		'"Staff Names or IDs" must contain at least one ID',
		{ ...records, staff: 'selected', staffIds: '0' },
	],
	[
		'akashi',
		'"Staff Member" must not be empty',
		{ resource: 'staff', operation: 'get', staffId: picked(empty) },
	],
	[
		'akashi',
		'"Staff Member" must be an ID',
		{ resource: 'staff', operation: 'get', staffId: picked('E00001') },
	],
	[
		'akashi',
		'"Token of the Person" must not be empty',
		{ resource: 'staff', operation: 'get', staffIdentifiedBy: 'token', targetToken: empty },
	],
	[
		'akashi',
		'"Staff Member" must not be empty',
		{ ...manHour, staffId: picked('={{ undefined }}') },
	],
	['akashi', '"Date" must be a date', { ...manHour, date: empty }],
	['akashi', '"Project" must be an ID', { ...manHour, projectId: 'PJ1' }],
	['akashi', '"Task" must be an ID', { ...manHour, taskId: '-3' }],
	['akashi', '"Minutes" must be a whole number from 0 to 1440', { ...manHour, minutes: 1441 }],
	['akashi', '"Minutes" must be a whole number from 0 to 1440', { ...manHour, minutes: 7.5 }],
	['akashi', '"Minutes" must be a whole number from 0 to 1440', { ...manHour, minutes: -1 }],
	[
		'akashi',
		'"Type" must be one of 11, 12',
		{ resource: 'stamp', operation: 'create', type: '={{ 13 }}' },
	],
	[
		'akashi',
		'"Time on the Device" must be a date',
		{ resource: 'stamp', operation: 'create', additionalFields: { stampedAt: 'now' } },
	],
	[
		'akashi',
		'"Organization" must be an ID',
		{ resource: 'organization', operation: 'getAll', organizationId: picked('営業部') },
	],
	[
		'omflow',
		'"Match (entry 1)" has no column',
		match([{ column: '', condition: 'equals', value: 'x' }]),
	],
	[
		'omflow',
		'"Match (entry 2)" has no value',
		match([
			{ column: 'id', condition: '>', value: 1 },
			{ column: 'username', condition: 'equals', value: '' },
		]),
	],
	[
		'omflow',
		'"Match (entry 1)" has the condition ">="',
		match([{ column: 'id', condition: '>=', value: 1 }]),
	],
	[
		'omflow',
		'"Match (entry 1)" has the condition ""',
		match([{ column: 'id', condition: '={{ "" }}', value: 1 }]),
	],
	[
		'omflow',
		'"Match (entry 1)" has no value',
		match([{ column: 'id', condition: 'in', value: '' }]),
	],
	[
		'omflow',
		'"Match (entry 1)" asks for password',
		match([{ column: 'password', condition: 'contains', value: 'a' }]),
	],
	[
		'omflow',
		'"Exclude (entry 1)" has no column',
		users({ exclude: { condition: [{ column: ' ', condition: 'equals', value: 'x' }] } as never }),
	],
	[
		'omflow',
		'"Columns" must not name password',
		users({}, { columns: '={{ ["id", "password"] }}' }),
	],
	[
		'omflow',
		'"Sort" must not name password',
		users({}, { sort: { rule: [{ column: 'password' }] } as never }),
	],
	['omflow', '"Principal" must not be empty', { ...leave, principal: picked(' ') }],
	['omflow', '"Substitute" must not be empty', { ...leave, substitute: picked(empty) }],
	['omflow', '"Start" must be a date', { ...leave, start: '2026/4' }],
	['omflow', '"End" must not be before the start', { ...leave, end: '2026-03-31' }],
	[
		'omflow',
		'"End" must be after the start',
		{ ...leave, start: '={{ $now }}', end: '={{ $now }}' },
	],
	[
		'amServer',
		'"User ID" must be 1 to 6 half-width letters or digits',
		{ ...created, userId: 'toolong' },
	],
	[
		'amServer',
		'"User ID" must be 1 to 6 half-width letters or digits',
		{ ...created, userId: empty },
	],
	[
		'amServer',
		'"User ID" must be 1 to 6 half-width letters or digits',
		{ ...created, userId: 'やまだ' },
	],
	[
		'amServer',
		'"User ID" must be 1 to 6 half-width letters or digits',
		{ ...created, userId: 'a b' },
	],
	['amServer', '"User Name" must have 1 to 20 characters', { ...created, username: empty }],
	[
		'amServer',
		'"User Name" must have 1 to 20 characters',
		{ ...created, username: '山'.repeat(21) },
	],
	[
		'amServer',
		'"Password" must be 8 to 16 half-width letters or digits',
		{ ...created, password: 'Short1' },
	],
	[
		'amServer',
		'"Password" must be 8 to 16 half-width letters or digits',
		{ ...created, password: 'With-Hyphen1' },
	],
	['amServer', '"Start Date" must be a date', { ...month, startDate: 'March' }],
	['amServer', '"End Date" must not be before the start', { ...month, endDate: '2026-02-28' }],
	[
		'amServer',
		'"User IDs (entry 1)" must be 1 to 6 half-width letters or digits',
		{ ...month, users: 'u000001' },
	],
	[
		'amServer',
		'"User Names or IDs" must not be empty if "User IDs" is empty as well',
		{ ...month, users: empty },
	],
];

const run = async (
	node: System,
	parameters: INodeParameters,
	routing: boolean,
	items?: IDataObject[],
) => {
	const { type, data } = credentialsOf(servers)[node];
	servers[node].reset();
	return await runNode({ node, credential: stored(type, { ...data }), parameters, routing, items });
};

test.each(bad)('%s: %s', async (node, words, parameters) => {
	for (const routing of [false, true]) {
		const done = await run(node, parameters, routing);
		expect(done.error?.message).toContain(`The parameter ${words}`);
		expect((done.error?.context as IDataObject).itemIndex).toBe(0);
		expect(servers[node].calls).toEqual([]);
	}
});

test('one bad item among good ones stops the run before anything is sent', async () => {
	const parameters = { ...manHour, minutes: '={{ $json.minutes }}', taskId: '={{ $json.task }}' };
	const items = [
		{ minutes: 60, task: 8001 },
		{ minutes: 60, task: 8004 },
		{ minutes: 'an hour', task: 8007 },
	];
	for (const routing of [false, true]) {
		const done = await run('akashi', parameters, routing, items);
		expect(done.error?.message).toContain('"Minutes" must be');
		expect((done.error?.context as IDataObject).itemIndex).toBe(2);
		expect(servers.akashi.calls).toEqual([]);
	}
});

test('two items that write the same record are refused before anything is sent', async () => {
	const parameters = { ...manHour, minutes: '={{ $json.minutes }}' };
	const done = await run('akashi', parameters, false, [{ minutes: 60 }, { minutes: 30 }]);
	expect(done.error?.message).toBe('Items 0 and 1 write the same record');
	expect(servers.akashi.calls).toEqual([]);
});
