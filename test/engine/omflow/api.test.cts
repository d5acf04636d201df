import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { isReading } from '../../../nodes/Omflow/resources/api/paths.ts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { Fault } from '../../servers/base.cts';
import type { OmflowStandIn } from '../../servers/omflow.cts';
import { formPath } from '../../servers/omflow/tickets.cts';
import { engines, runNode, stored, type Done, type Job } from '../engine.cts';

/** Calls of people's own: what a path says of them, and what OMFLOW's odd answers to them mean. */

let servers: All;
let server: OmflowStandIn;
beforeEach(async () => {
	servers = await startAll();
	server = servers.omflow;
});
afterEach(async () => await servers.close());

async function run(
	path: string,
	body: unknown,
	more: INodeParameters = {},
	job: Partial<Job> = {},
): Promise<Done> {
	const { type, data } = credentialsOf(servers).omflow;
	return await runNode({
		node: 'omflow',
		credential: stored(type, { ...data }),
		parameters: {
			resource: 'api',
			operation: 'request',
			path,
			body: typeof body === 'string' ? body : JSON.stringify(body),
			...more,
		},
		...job,
	});
}

const missions = '/rest/my-mission/api/my-mission/list/';
const groups = '/rest/accounts/api/group/list/';
const users = '/rest/accounts/api/user/list/';
const edit = `/rest/flowmanage/api/omdata/edit/${formPath}/`;
const tickets = `/rest/flowmanage/api/omdata/list/${formPath}/`;
const open = (value: string) => ({ action: 'create', formdata: [{ id: 'FORMITM_2', value }] });
const everyRow = { paged: true, returnAll: true };

describe.each(engines)('missions (%s)', (_, routing) => {
	test.each([{}, everyRow])('none open are no items: %j', async (more) => {
		const done = await run(missions, {}, more, { routing });
		expect([done.error, done.json]).toEqual([undefined, []]);
		const without = await run(missions.slice(0, -1), {}, more, { routing });
		expect([without.error, without.json]).toEqual([undefined, []]);
	});

	test.each([{}, everyRow])('some come as they are: %j', async (more) => {
		server.missions.push({
			id: 1,
			data_id: 1,
			data_no: 'L1',
			title: '休暇',
			status: '1',
			assignee_id: 2,
		});
		const done = await run(missions, {}, more, { routing });
		expect(done.json).toEqual(server.missions);
	});

	test('the same words are an error elsewhere, and other words are one here', async () => {
		const told = async (path: string, message: string, status = 404) => {
			const route = path === groups ? 'listGroups' : 'listMissions';
			server.fault({ kind: 'body', body: { status, message, result: null }, route });
			return (await run(path, {}, {}, { routing })).error?.message;
		};
		const words = "'NoneType' object has no attribute 'objects'";
		expect(await told(groups, words)).toMatch(/OMFLOW refused this: 404/);
		expect(await told(missions, words, 500)).toMatch(/OMFLOW refused this: 500/);
		expect(await told(missions, "'NoneType' object has no attribute 'id'")).toMatch(/404/);
	});
});

describe.each(engines)('page by page (%s)', (_, routing) => {
	/** As many organizations as this, no two alike. */
	const organizations = (count: number) => {
		server.groups.splice(
			0,
			server.groups.length,
			...Array.from({ length: count }, (__, index) => ({
				id: index + 1,
				group_no: String(1000 + index),
				display_name: `部署${index}`,
				parent_group_id: null,
				description: '',
			})),
		);
	};

	test.each([0, 1, 5, 499, 500, 501, 999, 1_000, 1_001, 2_345])(
		'a path that ignores start and limit gives its %i rows once',
		async (count) => {
			organizations(count);
			for (const [more, most] of [
				[{ returnAll: true }, count],
				[{ limit: 3 }, Math.min(3, count)],
				[{ limit: 700 }, Math.min(700, count)],
			] as const) {
				server.reset();
				const done = await run(groups, {}, { paged: true, ...more }, { routing });
				expect(done.error?.message).toBeUndefined();
				expect(done.json).toEqual(server.groups.slice(0, most));
				// A list of exactly a page looks like one that goes on.
				expect(server.count('listGroups')).toBeLessThanOrEqual(count === 500 ? 2 : 1);
			}
		},
	);

	test.each(['start', 'limit', 'slice', 'count'] as const)(
		'a path that minds %s gives its rows once',
		async (groupsMind) => {
			server.options.groupsMind = groupsMind;
			for (const count of [0, 1, 499, 500, 501, 999, 1_000, 1_001, 1_700]) {
				organizations(count);
				for (const [more, most] of [
					[{ returnAll: true }, count],
					[{ limit: 3 }, Math.min(3, count)],
					[{ limit: 700 }, Math.min(700, count)],
				] as const) {
					const done = await run(groups, {}, { paged: true, ...more }, { routing });
					expect([count, more, done.error?.message]).toEqual([count, more, undefined]);
					expect(done.json).toEqual(server.groups.slice(0, most));
				}
			}
		},
	);

	test('a row that is like the first does not end a list', async () => {
		server.options.groupsMind = 'slice';
		organizations(1_200);
		server.groups[499] = { ...server.groups[0] };
		const done = await run(groups, {}, everyRow, { routing });
		expect(done.json).toEqual(server.groups);
	});

	test('a list that loses a row between its pages is told', async () => {
		server.options.groupsMind = 'slice';
		organizations(1_200);
		server.latency = () => {
			if (server.count('listGroups') === 2) server.groups.splice(5, 1);
			return 0;
		};
		const done = await run(groups, {}, everyRow, { routing });
		expect(done.error?.message).toMatch(/list changed while it was read/);
	});
});

const readingPaths = [
	missions,
	groups,
	users,
	tickets,
	'/rest/accounts/api/user/list-by-group/',
	'/rest/accounts/api/user/load/',
	'/rest/api/leave-records/list/',
	'/rest/app/server-version/get/',
	'/rest/flowmanage/api/flow-active-api-format/get/',
	'/rest/flowmanage/api/omdata-data-id/get/leave/',
	'/rest/flowmanage/api/omdata-worklog/list/',
	'/rest/flowmanage/api/omdata/list/edit/',
	'/rest/flowmanage/api/omdata/list/部署/',
	'/rest/service/api/form/',
];
const otherPaths = [
	edit,
	'/rest/accounts/api/group/add/',
	'/rest/accounts/api/password/',
	'/rest/accounts/api/user/update/',
	'/rest/api/leave-records/add/',
	'/rest/flowmanage/api/flow-active/active/',
	'/rest/flowmanage/api/omdata-worklog/create/',
	'/rest/flowmanage/api/omdata/edit/list/',
	'/rest/flowmanage/api/omdata/edit/get/',
	'/rest/flowmanage/api/omdata/edit/load/',
	'/rest/flowmanage/api/omdata/%65dit/list/',
	'/rest/monitor/api/event/close/',
	'/rest/service/api/save/',
	'/rest/x/list-and-delete/',
	'/rest/x/get-or-create/',
	'/rest/x/checklist/',
	'/rest/list/x/',
];

describe('a path', () => {
	test.each(readingPaths)('%s only reads', (path) => expect(isReading(path)).toBe(true));
	test.each(otherPaths)('%s may write', (path) => expect(isReading(path)).toBe(false));
	test('of a form says it by what stands before the name of the form', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[a-z0-9-]{1,12}$/), (form) => {
				expect(isReading(`/rest/flowmanage/api/omdata/edit/${form}/`)).toBe(false);
				expect(isReading(`/rest/flowmanage/api/omdata/list/${form}/`)).toBe(true);
			}),
		);
	});
});

const doubt = /may have been recorded/;
const failures: Array<[string, Fault]> = [
	['in the envelope', { kind: 'body', body: { status: 500, message: 'oops', result: null } }],
	['as HTTP', { kind: 'html', status: 500 }],
	['as a page', { kind: 'html', status: 200 }],
	['by no answer', { kind: 'resetAfter' }],
	['by an answer that is cut', { kind: 'truncate' }],
];

describe.each(engines)('reads and writes (%s)', (_, routing) => {
	const shapes: Array<[string, string, string, INodeParameters, boolean]> = [
		['a list', 'listGroups', groups, {}, true],
		['a list said to write', 'listGroups', groups, { writes: 'yes' }, false],
		['the list of a form', 'listTickets', tickets, {}, true],
		['a form', 'editTicket', edit, {}, false],
		['a form said to read', 'editTicket', edit, { writes: 'no' }, true],
		['a form read page by page', 'editTicket', edit, { paged: true, writes: 'yes' }, true],
	];

	test.each(shapes)('%s that fails is what it is', async (__, route, path, more, reads) => {
		for (const [what, fault] of failures) {
			server.reset();
			server.fault({ ...fault, route, times: 9 });
			const { error } = await run(path, open('x'), more, { routing });
			expect([what, doubt.test(String(error?.description))]).toEqual([what, !reads]);
			const repeated = ['as HTTP', 'by no answer'].includes(what);
			expect([what, server.count(route) > 1]).toEqual([what, reads && repeated]);
		}
	});

	test.each(shapes)(
		'%s is held back by Check Only if it writes',
		async (__, route, path, more, reads) => {
			const requestOptions = { checkOnly: true };
			await run(path, open('x'), { ...more, requestOptions }, { routing });
			expect(server.count(route)).toBe(reads ? 1 : 0);
		},
	);

	test('what was read before a failure is not said to be recorded', async () => {
		const items = [{ path: groups }, { path: groups }, { path: '/rest/accounts/api/none/list/' }];
		const { error } = await run('={{ $json.path }}', {}, {}, { routing, items });
		expect(error?.message).toMatch(/does not know this path/);
		expect(error?.description).not.toMatch(/Already done/);
		const written = [{ path: edit }, { path: '/rest/accounts/api/none/list/' }];
		const more = await run('={{ $json.path }}', open('x'), {}, { routing, items: written });
		expect(more.error?.description).toMatch(/Already done: 1 other items \(0\)/);
	});

	test('reads go out together, writes and what is mixed with them one after the other', async () => {
		server.latency = 20;
		const items = (...list: string[]) => list.map((path) => ({ path }));
		const at = async (...list: string[]) => {
			server.reset();
			await run('={{ $json.path }}', open('x'), {}, { routing, items: items(...list) });
			return server.maxInFlight;
		};
		await at(groups);
		expect(await at(groups, groups, tickets, users)).toBe(4);
		expect(await at(groups, edit, groups, edit)).toBe(1);
	});

	test('another word under Writes is refused', async () => {
		const done = await run(groups, {}, { writes: '={{ "perhaps" }}' }, { routing });
		expect(done.error?.message).toBe('The parameter "Writes" must be one of auto, no, yes');
		expect(server.calls).toEqual([]);
	});
});

describe.each(engines)('advice (%s)', (_, routing) => {
	test.each([
		'/rest/acounts/api/group/list/',
		'/rest/accounts/group/list/',
		'/rest/accounts/api/group/List/',
		'/rest/api/leave-record/add/',
		'/rest/flowmanage/api/omdata/edit/',
	])('a path that OMFLOW does not know is told as such: %s', async (path) => {
		const { error } = await run(path, {}, {}, { routing });
		expect(error?.message).toBe('OMFLOW does not know this path: The API does not exist.');
		expect(error?.description).toMatch(/^Check the spelling of the path\. .* "REST API"/);
		expect(error?.description).not.toMatch(/permission|leave records|1\.1\.2\.2/i);
	});

	test('a missing permission is not blamed on the path', async () => {
		server.refused.add('admin');
		const { error } = await run(groups, {}, {}, { routing });
		expect(error?.message).toBe('OMFLOW refused this: 403 No permission.');
		expect(error?.description).toMatch(/^Ask the OMFLOW administrator for the permission/);
	});

	test.each([
		{ action: 'create' },
		{ action: 'create', formdata: [{ id: 'FORMITM_9', value: 'x' }] },
		{ action: 'update', data_id: 1, formdata: [] },
	])('a form that is not filled in is told as such: %j', async (body) => {
		server.openTicket('leave-request', {});
		const { error } = await run(edit, body, {}, { routing });
		expect(error?.message).toBe('OMFLOW refused this: 404 Missing required fields.');
		expect(error?.description).toMatch(/The form has required fields.*formdata/);
		expect(error?.description).toContain('{"id": "FORMITM_2", "value": "…"}');
	});

	test('a form that is filled in opens a ticket', async () => {
		const done = await run(edit, open('有給'), {}, { routing });
		expect(done.json).toEqual([{ result: 'LEAVE00001' }]);
		expect(server.tickets).toMatchObject([{ formitm_2: '有給' }]);
		const change = { ...open('午後'), action: 'update', data_id: 1 };
		expect((await run(edit, change, {}, { routing })).json).toEqual([{ result: '' }]);
		expect((await run(tickets, {}, {}, { routing })).json).toEqual(server.tickets);
	});
});

describe.each(engines)('secrets (%s)', (_, routing) => {
	const names = ['token', 'Password', 'user_passwd', 'dbPass', 'client_secret', 'Cookie'];
	const data = Object.fromEntries(names.map((name) => [name, `Secret of ${name}`]));

	test('what is sent is hidden in Check Only, by what its name means', async () => {
		const more = { requestOptions: { checkOnly: true } };
		const done = await run(edit, { username: 'mori', ...data, rows: [data] }, more, { routing });
		expect(JSON.stringify(done.run.data)).not.toContain('Secret of');
		expect(done.json[0].body).toMatchObject({ username: 'mori', token: '[hidden]' });
	});

	test.each([{}, everyRow])('what comes back is hidden: %j', async (more) => {
		const result = [{ id: 1, ...data, rows: [data] }];
		server.fault({ kind: 'body', times: 9, route: 'listGroups', body: { status: 200, result } });
		const done = await run(groups, {}, more, { routing });
		expect(done.error).toBeUndefined();
		expect(JSON.stringify(done.json)).not.toContain('Secret of');
		expect(done.json[0]).toMatchObject({ id: 1, token: '[hidden]' });
	});

	test('what is sent is blanked where the server quotes it', async () => {
		const said = { status: 404, message: `no: ${Object.values(data).join(', ')}`, result: null };
		server.fault({ kind: 'body', route: 'editTicket', body: said });
		const { error } = await run(edit, { ...data }, {}, { routing });
		expect(error?.message).toMatch(/^OMFLOW refused this: 404 no: \[hidden\], \[hidden\]/);
	});
});
