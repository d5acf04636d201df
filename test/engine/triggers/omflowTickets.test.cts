import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startAll, type All } from '../../servers/all.cts';
import type { OmflowOptions } from '../../servers/omflow.cts';
import type { OmflowTicket } from '../../servers/omflow/tickets.cts';
import { clockAt, holds, Polled, type EventCase } from './rig.cts';

/** OMFLOW's trigger: missions, and the tickets of a form. */

const begin = async (options: OmflowOptions = {}): Promise<All> => {
	const servers = await startAll({
		akashi: { staff: 1 },
		omflow: { users: 3, ...options },
		amServer: { users: 1 },
	});
	clockAt('2026-05-13T10:00:00');
	return servers;
};

const form = (path: string): INodeParameters => ({
	form: { __rl: true, mode: 'path', value: path },
});
const open = ({ omflow }: All, path = 'leave-request', values: Partial<OmflowTicket> = {}) =>
	omflow.openTicket(path, { formitm_1: '休暇', formitm_2: '私用', ...values });
const push = ({ omflow }: All, dataId: number) => omflow.pushTicket(dataId);
const last = ({ omflow }: All) => omflow.tickets.at(-1)!;

const time = (at: string) => `${at}+09:00`;
/** A ticket as the trigger puts it out; `rows` are its current ones. */
const ticketItem = (servers: All, rows: OmflowTicket[] = [last(servers)]): IDataObject => {
	const one = rows.at(-1)!;
	return {
		ticketNumber: one.data_no,
		title: one.title,
		ticketStatus: one.status,
		closed: one.closed,
		steps: rows
			.filter(({ closed }) => !closed)
			.map(({ id, stop_chart_text, status }) => ({
				dataId: id,
				step: stop_chart_text,
				ticketStatus: status,
			})),
		fields: { FORMITM_1: one.formitm_1, FORMITM_2: one.formitm_2, FORMITM_3: one.formitm_3 },
		createdBy: one.create_user_id,
		createdAt: time(one.createtime),
		updatedAt: time(one.updatetime),
		running: one.running,
		level: one.level,
		failed: false,
		errorMessage: null,
	};
};
const missionItem = ({ omflow }: All): IDataObject => {
	const one = omflow.missions.at(-1)!;
	const [first, second] = one.action!.split(',');
	return {
		missionId: one.id!,
		ticketNumber: one.data_no,
		title: one.title,
		formName: one.flow_name!,
		step: one.stop_chart_text!,
		ticketStatus: one.status,
		firstButton: first,
		secondButton: second,
		createdBy: one.create_user_id!,
		createdAt: time(one.createtime!),
		dataId: one.data_id,
		level: one.level!,
		assigneeId: one.assignee_id,
		organizationId: null,
		attachment: false,
		ticketCreatedAt: time(one.ticket_createtime!),
		updatedAt: time(one.updatetime!),
	};
};

const clear = ({ omflow }: All) => {
	omflow.tickets.splice(0);
	omflow.missions.splice(0);
};
const cases: EventCase[] = [
	{ event: 'missionAdded', happen: (servers) => open(servers), item: missionItem, clear },
	{
		event: 'ticketCreated',
		parameters: form('leave-request'),
		before: (servers) => open(servers),
		happen: (servers) => open(servers),
		item: ticketItem,
		clear,
	},
	{
		event: 'ticketMoved',
		parameters: form('leave-request'),
		before: (servers) => open(servers),
		happen: (servers) => push(servers, 1),
		item: (servers) => ({
			...ticketItem(servers),
			changed: expect.objectContaining({ steps: expect.objectContaining({ new: ['人事確認'] }) }),
		}),
		sampled: (servers) => ({ ...ticketItem(servers), changed: {} }),
		clear,
	},
	{
		event: 'ticketClosed',
		parameters: form('checked'),
		before: (servers) => open(servers, 'checked'),
		happen: (servers) => push(servers, 1),
		item: ticketItem,
		clear,
	},
];

describe('data IDs change', () => holds('omflow', async () => await begin(), cases));
describe('data IDs stay', () =>
	holds('omflow', async () => await begin({ sameDataId: true, statusAsString: true }), cases));

describe('in particular', () => {
	let servers: All;
	beforeEach(async () => void (servers = await begin()));
	afterEach(async () => await servers.close());
	const all = ['ticketClosed', 'ticketCreated', 'ticketMoved'];
	const node = (path: string, events = all, more: INodeParameters = {}) =>
		new Polled(servers, 'omflow', { events, ...form(path), ...more });
	const seen = (items: IDataObject[] | null) =>
		items?.map(({ event, ticketNumber }) => [event, ticketNumber]) ?? [];

	test('a ticket from its opening to its end, with parallel branches', async () => {
		const polled = node('purchase');
		expect(await polled.poll()).toBeNull();
		open(servers, 'purchase');
		expect(seen(await polled.poll())).toEqual([['ticketCreated', '1']]);
		// One branch, the other, and the last step.
		for (const [dataId, event] of [
			[1, 'ticketMoved'],
			[2, 'ticketMoved'],
			[3, 'ticketClosed'],
		] as const) {
			push(servers, dataId);
			expect(seen(await polled.poll())).toEqual([[event, '1']]);
			expect(await polled.poll()).toBeNull();
		}
	});

	test('opened and closed between two polls is both', async () => {
		const polled = node('checked');
		expect(await polled.poll()).toBeNull();
		open(servers, 'checked');
		push(servers, 1);
		expect(seen(await polled.poll()).sort()).toEqual([
			['ticketClosed', 'OT00001'],
			['ticketCreated', 'OT00001'],
		]);
		expect(await polled.poll()).toBeNull();
	});

	test('what OMFLOW is still working on moves once, when it has arrived', async () => {
		open(servers);
		const polled = node('leave-request');
		expect(await polled.poll()).toBeNull();
		const [ticket] = servers.omflow.tickets;
		Object.assign(ticket, { running: true, stop_chart_text: null });
		expect(await polled.poll()).toBeNull();
		Object.assign(ticket, { running: false, stop_chart_text: '人事確認' });
		expect(seen(await polled.poll())).toEqual([['ticketMoved', 'LEAVE00001']]);
		expect(await polled.poll()).toBeNull();
	});

	test('other values of a ticket are no event', async () => {
		open(servers);
		const polled = node('leave-request');
		expect(await polled.poll()).toBeNull();
		const { omflow } = servers;
		Object.assign(omflow.tickets[0], { title: 'X', status: '9', formitm_2: 'Y', level: 'red' });
		expect(await polled.poll()).toBeNull();
		omflow.tickets.splice(0);
		expect(await polled.poll()).toBeNull();
	});

	test('the calls of a poll of 1,200 tickets, and of all events at once', async () => {
		for (let index = 0; index < 1200; index++) open(servers);
		const polled = node('leave-request', [...all, 'missionAdded']);
		expect(await polled.poll()).toBeNull();
		const { calls } = await polled.callsOf();
		// The columns, and 1,000 rows at a time.
		expect(calls).toMatchObject({ listTickets: 1 + 2, listMissions: 2 });
	});

	test('the size of the state of 1,000 tickets and 1,000 missions', async () => {
		for (let index = 0; index < 1000; index++) open(servers, 'checked');
		const stateOf = async (events: string[]) => {
			const polled = node('checked', events);
			expect(await polled.poll()).toBeNull();
			return JSON.stringify(polled.data).length;
		};
		const sizes = [await stateOf(all), await stateOf(['missionAdded'])];
		// Of closed tickets it is the largest.
		for (const { id } of servers.omflow.tickets) push(servers, id);
		sizes.push(await stateOf(all));
		process.stderr.write(
			`state of 1,000 tickets, missions, closed tickets, characters: ${sizes.join(', ')}\n`,
		);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(100_000);
	}, 60_000);

	test('missions: none, then one, done, and none again', async () => {
		const polled = node('leave-request', ['missionAdded']);
		expect(await polled.poll()).toBeNull();
		open(servers);
		expect(await polled.poll()).toHaveLength(1);
		servers.omflow.missions.splice(0);
		expect(await polled.poll()).toBeNull();
		push(servers, 1);
		expect((await polled.poll())!.map(({ step }) => step)).toEqual(['人事確認']);
	});

	test('a form that is not there is told', async () => {
		await expect(node('nowhere').poll()).rejects.toThrow(/The flow was not found/);
	});

	test('missions are not read for tickets, nor the other way round', async () => {
		open(servers);
		const polled = node('leave-request', ['missionAdded']);
		await polled.poll();
		expect((await polled.callsOf()).calls).not.toHaveProperty('listTickets');
	});
});
