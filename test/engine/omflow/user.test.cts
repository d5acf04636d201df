import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { userRow, usersInUse } from '../../cases/omflow/user.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { engines, runNode, stored, type Done, type Job } from '../engine.cts';

/** Times and booleans of the user list, in every form that workflows have them, against a server that minds the form. */

let servers: All;
beforeAll(async () => {
	servers = await startAll();
});
beforeEach(() => servers.omflow.reset());
afterAll(async () => await servers.close());

async function run(
	parameters: INodeParameters,
	more: Partial<Job> = {},
	credential: IDataObject = {},
): Promise<Done> {
	const { type, data } = credentialsOf(servers).omflow;
	return await runNode({
		node: 'omflow',
		credential: stored(type, { ...data, ...credential } as never),
		parameters: { resource: 'user', operation: 'getAll', returnAll: true, ...parameters },
		...more,
	});
}

interface Condition {
	column: string;
	condition: string;
	value: unknown;
}
const where = (...condition: Condition[]): INodeParameters => ({
	filters: { match: { condition } } as never,
	options: { columns: ['id'], leaveOutInactive: false },
});
const conditionsSent = () =>
	(servers.omflow.calls.at(-1)!.body as IDataObject).search_conditions as Condition[];

/** New York in summer is 13 hours behind Tokyo. The workflow is set to Berlin, 6 hours ahead of New York. */
const abroad = { timezone: 'America/New_York' };
const berlin = { timezone: 'Europe/Berlin' };

const moments: Array<[string, unknown, string]> = [
	['an instant with Z', '2026-07-01T09:00:00Z', '2026-07-01 05:00:00'],
	['an instant with milliseconds', '2026-07-01T09:00:00.000Z', '2026-07-01 05:00:00'],
	['an offset', '2026-07-01T09:00:00+09:00', '2026-06-30 20:00:00'],
	['an offset and a blank', '2026-07-01 09:00:00 +0900', '2026-06-30 20:00:00'],
	['no offset', '2026-07-01T09:00:00', '2026-07-01 03:00:00'],
	['no offset and a blank', '2026-07-01 09:00', '2026-07-01 03:00:00'],
	['slashes', '2026/7/1 9:00', '2026-07-01 03:00:00'],
	['a day', '2026-07-01', '2026-07-01 00:00:00'],
	['a day with slashes', '2026/07/01', '2026-07-01 00:00:00'],
	['a day of the date picker', '2026-07-01T00:00:00', '2026-07-01 00:00:00'],
	['basic ISO 8601', '20260701T090000Z', '2026-07-01 05:00:00'],
	['luxon', '={{ DateTime.fromISO("2026-07-01T09:00:00Z") }}', '2026-07-01 05:00:00'],
	[
		'luxon as text',
		'={{ DateTime.fromISO("2026-07-01T09:00:00Z").toISO() }}',
		'2026-07-01 05:00:00',
	],
	['a Date', '={{ new Date("2026-07-01T09:00:00Z") }}', '2026-07-01 05:00:00'],
	['a field of the item', '={{ $json.at }}', '2026-07-01 05:00:00'],
];

describe.each(engines)('times in conditions (%s)', (_, routing) => {
	const items = [{ at: '2026-07-01T18:00:00+09:00' }];

	test.each(['last_login', 'updatetime', 'updatetime__gte', 'date_joined'])(
		'%s is compared with the time of the server, whatever the form',
		async (column) => {
			for (const [what, value, sent] of moments) {
				for (const condition of ['equals', 'in']) {
					const done = await run(
						where({ column, condition, value }),
						{ routing, items, ...berlin },
						abroad,
					);
					const [{ value: came }] = conditionsSent();
					expect([what, condition, [came].flat()]).toEqual([what, condition, [sent]]);
					if (column.includes('__') || column === 'date_joined') continue;
					expect(done.error?.message).toBeUndefined();
				}
			}
		},
	);

	test.each([
		['$now', '={{ $now }}'],
		['$today', '={{ $today }}'],
		['$now.toISO()', '={{ $now.toISO() }}'],
		['a week ago', '={{ $now.minus({ days: 7 }) }}'],
		['$now as UTC text', '={{ $now.toUTC().toISO() }}'],
		['new Date()', '={{ new Date() }}'],
		['new Date() as JSON', '={{ new Date().toJSON() }}'],
		['$now in a list', '={{ [$now, $today] }}'],
	])('%s is taken by a server that refuses offsets', async (__, value) => {
		const conditions = value.includes('[') ? ['in'] : ['equals', 'greaterThan', 'lessThan', 'in'];
		for (const condition of conditions) {
			const done = await run(where({ column: 'last_login', condition, value }), { routing });
			expect(done.error?.message).toBeUndefined();
			const [{ value: sent }] = conditionsSent();
			for (const text of [sent].flat()) {
				expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{3})?$/);
			}
		}
	});

	test('who was there before and after a moment is told to the millisecond', async () => {
		const rows = servers.omflow.users.filter(({ last_login }) => last_login !== null);
		const [one] = rows.filter(({ last_login }) => /\.\d+$/.test(String(last_login)));
		const at = `${String(one.last_login)}+09:00`;
		const idsOf = async (condition: string) =>
			(await run(where({ column: 'last_login', condition, value: at }), { routing })).json.map(
				({ userId }) => userId,
			);
		const ids = (holds: (at: string) => boolean) =>
			rows.filter(({ last_login }) => holds(String(last_login))).map(({ id }) => id);
		expect(await idsOf('equals')).toEqual([one.id]);
		// Where the fraction cannot be told, a row too many is better than one too few.
		expect(await idsOf('greaterThan')).toEqual(
			expect.arrayContaining(ids((text) => text > String(one.last_login))),
		);
		expect(await idsOf('lessThan')).toEqual(
			expect.arrayContaining(ids((text) => text < String(one.last_login))),
		);
		for (const condition of ['greaterThan', 'lessThan']) {
			await idsOf(condition);
			expect(conditionsSent()[0].value).toMatch(/:\d\d$/);
		}
	});

	test.each<[string, unknown, string]>([
		['a day', '1990-04-01', '1990-04-01'],
		['slashes', '1990/4/1', '1990-04-01'],
		['a day of the date picker', '1990-04-01T00:00:00', '1990-04-01'],
		['an instant', '1990-03-31T15:00:00Z', '1990-04-01'],
		['an offset', '1990-04-01T00:00:00+09:00', '1990-04-01'],
		['luxon', '={{ DateTime.fromISO("1990-04-01T00:00:00+09:00") }}', '1990-04-01'],
		['a Date', '={{ new Date("1990-04-01T03:00:00+09:00") }}', '1990-04-01'],
	])('a birthday is a day: %s', async (__, value, sent) => {
		for (const condition of ['equals', 'greaterThan', 'in']) {
			const done = await run(where({ column: 'birthday', condition, value }), { routing });
			expect(done.error?.message).toBeUndefined();
			expect([conditionsSent()[0].value].flat()).toEqual([sent]);
		}
		await run(where({ column: 'updatetime__date', condition: 'equals', value }), { routing });
		expect(conditionsSent()[0].value).toBe(sent);
	});

	test.each<[string, unknown]>([
		['company', '2026/04'],
		['company', '2026/04/01'],
		['company', '2026-04-01T09:00:00Z'],
		['nick_name', '2026-04-01'],
		['phone1', '20260401'],
		['id', '2026'],
		['department', '2026/04/01 09:00'],
		['department', '2026-04-01'],
		['department', 'true'],
		['updatetime__year', '2026'],
	])('%s: %s is text and stays as it is', async (column, value) => {
		for (const condition of ['equals', 'contains', 'in']) {
			await run(where({ column, condition, value }), { routing });
			expect([conditionsSent()[0].value].flat()).toEqual([value]);
		}
	});

	test('what a time contains is a part of its text', async () => {
		for (const [column, value] of [
			['last_login', '2026-04'],
			['last_login', '2026-04-01'],
			['birthday', '-04-'],
		]) {
			await run(where({ column, condition: 'contains', value }), { routing });
			expect(conditionsSent()[0].value).toBe(value);
		}
	});

	test.each([
		['2026-07-01T09:00:00Z', '2026-07-01 18:00:00'],
		['2026-07-01T09:00:00+02:00', '2026-07-01 16:00:00'],
		['={{ DateTime.fromISO("2026-07-01T09:00:00Z") }}', '2026-07-01 18:00:00'],
		['={{ new Date("2026-07-01T09:00:00Z") }}', '2026-07-01 18:00:00'],
	])(
		'an unmistakable time goes to an unknown column as its server has it: %s',
		async (value, sent) => {
			await run(where({ column: 'createtime', condition: 'greaterThan', value }), { routing });
			expect(conditionsSent()[0].value).toBe(sent);
		},
	);

	test.each<[string, unknown, string]>([
		['last_login', 'yesterday', 'must compare last_login with a date or time'],
		['last_login', '2026-13-01', 'must compare last_login with a date or time'],
		['updatetime', 1_780_000_000, 'must compare updatetime with a date or time'],
		['birthday', 'spring', 'must compare birthday with a date'],
		['last_login', '={{ DateTime.fromISO("x") }}', 'must compare last_login with a date or time'],
		['is_active', 'yes', 'must compare is_active with true or false'],
		['is_active', '={{ $now }}', 'must compare is_active with true or false'],
	])('%s and %s do not go together, which is told', async (column, value, words) => {
		for (const condition of ['equals', 'in']) {
			const done = await run(where({ column, condition, value }), { routing });
			expect(done.error?.message).toContain(`The parameter "Match (entry 1)" ${words}`);
			expect(servers.omflow.calls).toEqual([]);
		}
	});
});

test.each(engines)(
	'a time in a list does not go with text, which is told (%s)',
	async (_, routing) => {
		const value = '={{ ["a", $now] }}';
		const done = await run(where({ column: 'company', condition: 'in', value }), { routing });
		expect(done.error?.message).toContain(
			'must not compare company with a time: it does not hold times',
		);
	},
);

describe.each(engines)('booleans in conditions (%s)', (_, routing) => {
	const truths: Array<[unknown, boolean]> = [
		['true', true],
		['True', true],
		[' TRUE ', true],
		['1', true],
		['={{ true }}', true],
		['={{ 1 }}', true],
		['={{ "true" }}', true],
		['={{ $json.yes }}', true],
		['false', false],
		['False', false],
		['={{ false }}', false],
		['={{ 0 }}', false],
		['={{ $json.no }}', false],
	];
	const items = [{ yes: true, no: 'false' }];

	test.each(['is_active', 'is_superuser', 'delete', 'ad_flag'])(
		'%s is compared with true and false as JSON has them',
		async (column) => {
			for (const [value, sent] of truths) {
				for (const condition of ['equals', 'in']) {
					const done = await run(where({ column, condition, value }), { routing, items });
					expect([value, done.error?.message]).toEqual([value, undefined]);
					expect([value, [conditionsSent()[0].value].flat()]).toEqual([value, [sent]]);
					expect(done.json.map(({ userId }) => userId)).toEqual(
						servers.omflow.users.filter((one) => one[column] === sent).map(({ id }) => id),
					);
				}
			}
		},
	);

	test('so is the lack of a value', async () => {
		await run(where({ column: 'last_login__isnull', condition: 'equals', value: 'true' }), {
			routing,
		});
		expect(conditionsSent()[0].value).toBe(true);
	});
});

describe.each(engines)('simplified (%s)', (_, routing) => {
	const local = (at: unknown, offset = '+09:00') => (at === null ? null : `${String(at)}${offset}`);

	test('ten columns are asked for, times have their offset', async () => {
		const done = await run({}, { routing });
		expect(done.json).toEqual(
			usersInUse(servers.omflow).map((one) => userRow(servers.omflow, one)),
		);
		expect(Object.keys(done.json[0])).toHaveLength(10);
		// The tenth is the name of the organization.
		expect((servers.omflow.calls.at(-1)!.body as IDataObject).search_columns).toHaveLength(9);
		expect(servers.omflow.violations).toEqual([]);
	});

	test('chosen columns are kept, in their order', async () => {
		const columns = [
			'updatetime',
			'ad_no',
			'first_name',
			'birthday',
			'delete',
			'id',
			'is_superuser',
		];
		const done = await run({ options: { columns } }, { routing, ...berlin }, abroad);
		expect(done.json.map((row) => Object.entries(row))).toEqual(
			usersInUse(servers.omflow).map((one) => [
				['updatedAt', expect.stringMatching(/T\d\d:\d\d:\d\d(\.\d+)?-0[45]:00$/)],
				['employeeNumber', one.ad_no],
				['firstName', one.first_name],
				['birthday', one.birthday],
				['deleted', one.delete],
				['userId', one.id],
				['admin', one.is_superuser],
			]),
		);
	});

	test('an ID that was not chosen does not come', async () => {
		const done = await run({ options: { columns: ['username'] } }, { routing });
		expect(done.json).toEqual(
			usersInUse(servers.omflow).map(({ username }) => ({ userName: username })),
		);
	});

	test('a time that came is a time that can be asked for', async () => {
		const [{ lastLogin }] = (await run({}, { routing })).json;
		const value = '={{ $json.lastLogin }}';
		const done = await run(where({ column: 'last_login', condition: 'equals', value }), {
			routing,
			items: [{ lastLogin }],
		});
		expect(done.json).toEqual([
			{ userId: servers.omflow.users.find((one) => local(one.last_login) === lastLogin)!.id },
		]);
	});
});
