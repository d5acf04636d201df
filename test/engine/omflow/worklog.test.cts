import type { INodeParameters } from 'n8n-workflow';

import { parametersOf, picked } from '../../cases/case.cts';
import { engines, type Job } from '../engine.cts';
import { Rig } from './rig.cts';

/** Worklogs: of many tickets at once, on both kinds of server, and of tickets that are not there. */

const rig = new Rig();
beforeEach(async () => await rig.begin());
afterAll(async () => await rig.servers.close());

const worklog = parametersOf('worklog');
const ofItem: INodeParameters = {
	form: picked('path', '={{ $json.form ?? "leave-request" }}'),
	ticketNumber: '={{ $json.number }}',
};
const getAll = worklog('getAll', { ...ofItem, returnAll: true });
const create = worklog('create', { ...ofItem, content: '={{ $json.note }}' });

/** Opens tickets and returns their numbers. */
function open(count: number, form = 'leave-request'): string[] {
	for (let index = 0; index < count; index++) rig.server.openTicket(form, { title: `T${index}` });
	return [...new Set(rig.server.tickets.map(({ data_no }) => data_no))].slice(-count);
}
const items = (numbers: string[]) => numbers.map((number) => ({ number, note: `note ${number}` }));

/** The most requests that were under way at once. */
function mostAtOnce(): number {
	const ends = rig.server.calls.flatMap(({ at, doneAt }) => [
		[at, 1],
		[doneAt, -1],
	]);
	ends.sort(([one, up], [other, down]) => one - other || up - down);
	let now = 0;
	return Math.max(0, ...ends.map(([, change]) => (now += change)));
}

describe.each(engines)('worklogs (%s)', (_, routing) => {
	test('of a thousand tickets are written and read, at most four requests at once', async () => {
		const numbers = open(1_000);
		rig.server.latency = 1;
		const done = await rig.run(create, { items: items(numbers), routing });
		expect(done.error?.message).toBeUndefined();
		expect(done.json.map(({ content }) => content)).toEqual(numbers.map((one) => `note ${one}`));
		expect(rig.server.worklogs.map(({ data_no }) => data_no).sort()).toEqual(numbers.sort());
		const read = await rig.run(getAll, { items: items(numbers), routing });
		expect(read.json.map(({ ticketNumber }) => ticketNumber)).toEqual(numbers);
		expect(read.json.map(({ content }) => content)).toEqual(numbers.map((one) => `note ${one}`));
		expect(mostAtOnce()).toBeLessThanOrEqual(4);
		expect(rig.server.count('createWorklog')).toBe(1_000);
	});

	test.each(['newer', '1.1.0.0'] as const)('are written and read on %s', async (version) => {
		await rig.begin({ version });
		const [number] = open(1);
		const done = await rig.run(create, { items: items([number]), routing });
		expect(done.error?.message).toBeUndefined();
		const [held] = rig.server.worklogs;
		const read = await rig.run(getAll, { items: items([number]), routing });
		expect(read.json).toEqual([
			{
				worklogId: version === 'newer' ? 1 : null,
				ticketNumber: number,
				content: `note ${number}`,
				createdByName: held.create_user_id__nick_name,
				substituteName: null,
				createdAt: `${held.createtime}+09:00`,
			},
		]);
	});

	test('of a ticket that waits at two steps, one that moved on and one that is closed', async () => {
		const [parallel] = open(1, 'purchase');
		const [moved, closed] = open(2);
		const rows = (number: string) => rig.server.tickets.filter(({ data_no }) => data_no === number);
		const [first] = rows(moved);
		rig.server.tickets.push({ ...first, id: 900, stop_chart_text: '人事確認' });
		first.history = true;
		Object.assign(rows(closed)[0], { closed: true, stop_chart_text: null });
		const given = [{ ...items([parallel])[0], form: 'purchase' }, ...items([moved, closed])];
		const done = await rig.run(create, { items: given, routing });
		expect(done.error?.message).toBeUndefined();
		const sent = rig.server.calls.filter(({ route }) => route === 'createWorklog');
		expect(sent.map(({ body }) => (body as { data_id: number }).data_id)).toEqual([
			rows(parallel)[0].id,
			900,
			rows(closed)[0].id,
		]);
	});

	test('through the step that is named, for somebody who is to deal with it alone', async () => {
		const [number] = open(1, 'purchase');
		rig.server.options.ownStep = '總務審核';
		const given = { routing, items: [{ number, form: 'purchase', note: '可' }] };
		const refused = await rig.run(create, given);
		expect(refused.error?.message).toMatch(/403/);
		const step = { step: '總務審核' };
		expect((await rig.run({ ...create, ...step }, given)).json).toMatchObject([{ content: '可' }]);
		expect((await rig.run({ ...getAll, ...step }, given)).json).toMatchObject([{ content: '可' }]);
		const elsewhere = await rig.run({ ...create, step: '結案確認' }, given);
		expect(elsewhere.error?.message).toMatch(
			/"Step" is "結案確認", but the ticket 1 does not wait there\. .*"財務審核", "總務審核"/,
		);
		expect(rig.server.worklogs).toHaveLength(1);
	});

	test('of the same ticket are written in the order of the items, whichever answer comes last', async () => {
		const numbers = open(3);
		const all = Array.from({ length: 30 }, (_, index) => ({
			number: numbers[index % 3],
			note: `note ${index}`,
		}));
		rig.server.latency = 2;
		const done = await rig.run(create, { items: all, routing });
		expect(done.json.map(({ content }) => content)).toEqual(all.map(({ note }) => note));
		for (const number of numbers) {
			const own = rig.server.worklogs.filter(({ data_no }) => data_no === number);
			const given = all.filter((one) => one.number === number);
			expect(own.map(({ content }) => content)).toEqual(given.map(({ note }) => note));
		}
		expect(rig.server.count('listTickets')).toBe(1);
	});

	test('in "Stop" mode, none is written after a failure: neither of its ticket nor of others', async () => {
		const numbers = open(12);
		rig.server.latency = 5;
		rig.server.fault({ kind: 'status', status: 404, body: 'no', route: 'createWorklog', skip: 1 });
		const all = items([...numbers, ...numbers]);
		const { error } = await rig.run(create, { items: all, routing });
		expect(error?.message).toBeDefined();
		expect(rig.server.worklogs.length).toBeLessThanOrEqual(4);
		const done = await rig.run(create, { items: all, routing, onError: 'continueRegularOutput' });
		expect(done.json.filter((one) => 'error' in one)).toEqual([]);
	});

	test('tickets with many rows, and a server that refuses to list several, are looked up one by one', async () => {
		const numbers = open(3);
		const [first] = rig.server.tickets;
		for (let id = 0; id < 1_100; id++)
			rig.server.tickets.push({ ...first, id: 5_000 + id, history: true });
		const done = await rig.run(create, { items: items(numbers), routing });
		expect(done.json.map(({ content }) => content)).toEqual(numbers.map((one) => `note ${one}`));
		rig.server.fault({ kind: 'status', status: 404, body: 'no', route: 'listTickets' });
		const again = await rig.run(create, { items: items(numbers), routing });
		expect(again.error?.message).toBeUndefined();
	});

	test('nothing is written while one of the tickets is not there', async () => {
		const [number] = open(1);
		const given = { items: items([number, 'LEAVE99999', number]), routing };
		const { error } = await rig.run(create, given);
		expect(error?.message).toMatch(
			/^The parameter "Ticket Number" is "LEAVE99999", but there is no ticket with this number/,
		);
		expect((error as { context?: { itemIndex?: number } }).context?.itemIndex).toBe(1);
		expect(rig.server.worklogs).toEqual([]);

		const more: Partial<Job> = { ...given, onError: 'continueRegularOutput' };
		const done = await rig.run(create, more);
		expect(done.json).toMatchObject([
			{ content: `note ${number}` },
			{ error: expect.stringMatching(/no ticket with this number/) },
			{ content: `note ${number}` },
		]);
		expect(rig.server.worklogs).toHaveLength(2);
	});

	test('one that may have been written is not written again', async () => {
		const [number] = open(1);
		rig.server.fault({ kind: 'resetAfter', route: 'createWorklog' });
		const { error } = await rig.run(create, { items: items([number]), routing });
		expect(error?.description).toMatch(/may have been recorded/);
		expect(rig.server.worklogs).toHaveLength(1);
	});

	test('Check Only looks tickets up and writes nothing', async () => {
		const [number] = open(1);
		const parameters = { ...create, requestOptions: { checkOnly: true } };
		const done = await rig.run(parameters, { items: items([number]), routing });
		expect(done.json).toMatchObject([
			{ checkedOnly: true, body: { data_no: number, api_path: 'leave-request' } },
		]);
		expect(rig.server.worklogs).toEqual([]);
	});
});
