import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import { resources as akashi } from '../../nodes/Akashi/Akashi.node.ts';
import { resources as amServer } from '../../nodes/AmServer/AmServer.node.ts';
import { resources as omflow } from '../../nodes/Omflow/Omflow.node.ts';
import { credentialsOf } from '../credentials.cts';
import { startAll, type All } from '../servers/all.cts';
import { runNode, stored } from './engine.cts';

/**
 * Every field that takes a date, in every form in which people and expressions give one: a day is that day, as
 * the first and as the last of a period, and never a moment in which nothing can have happened.
 */

let servers: All;
beforeAll(async () => {
	servers = await startAll({ akashi: { stampsPerDay: 0 } });
});
afterAll(async () => await servers.close());

// ---- The forms of a day

/** A day as items give it, with the zones in which it may be written. */
interface Given extends IDataObject {
	day: string;
	/** Any zone at all. */
	zone: string;
	/** The same day in other forms, as text. */
	slashes: string;
	compact: string;
	week: string;
	ordinal: string;
	offset: string;
	lost: string;
}

/** Expressions of one day: `$json` is a `Given`. */
const days: Record<string, string> = {
	'a day': '$json.day',
	'a day with slashes': '$json.slashes',
	'a compact day': '$json.compact',
	'a day of a week': '$json.week',
	'a day of the year': '$json.ordinal',
	'midnight without an offset': '$json.day + "T00:00:00"',
	'midnight to the minute': '$json.day + " 0:00"',
	'midnight to the millisecond': '$json.day + "T00:00:00.000"',
	'midnight with an offset': '$json.day + "T00:00:00.000" + $json.offset',
	'midnight in UTC': '$json.day + "T00:00:00Z"',
	"midnight in the workflow's zone, in UTC": '$json.lost',
	luxon: 'DateTime.fromISO($json.day)',
	'luxon, a day later and back': 'DateTime.fromISO($json.day).plus({ days: 1 }).minus({ days: 1 })',
	'luxon in any zone': 'DateTime.fromISO($json.day, { zone: $json.zone })',
	'luxon in any zone, as text': 'DateTime.fromISO($json.day, { zone: $json.zone }).toISO()',
	'luxon in UTC': 'DateTime.fromISO($json.day).toUTC()',
	'a Date': 'DateTime.fromISO($json.day).toJSDate()',
	'a Date of a day': 'new Date($json.day)',
	'a Date as JSON': 'JSON.parse(JSON.stringify(DateTime.fromISO($json.day).toJSDate()))',
};
/** Zones of all kinds: days ahead, behind, with half hours, with days that start at 1:00. */
const zones = [
	'Asia/Tokyo',
	'UTC',
	'America/New_York',
	'Pacific/Auckland',
	'Asia/Kolkata',
	'America/Santiago',
];

const givens = (workflow: string, count: number): Given[] =>
	fc.sample(
		fc
			.record({
				at: fc.date({
					min: new Date('2015-01-02'),
					max: new Date('2035-12-30'),
					noInvalidDate: true,
				}),
				zone: fc.constantFrom(...zones, 'America/Havana'),
				offset: fc.constantFrom('+09:00', '-08:00', '+00:00', '+0530', '+13'),
			})
			.map(({ at, zone, offset }): Given => {
				const day = at.toISOString().slice(0, 10);
				const there = DateTime.fromISO(day, { zone: 'UTC' });
				return {
					day,
					zone,
					offset,
					slashes: there.toFormat('yyyy/M/d'),
					compact: there.toFormat('yyyyMMdd'),
					week: there.toISOWeekDate()!,
					ordinal: there.toFormat('yyyy-ooo'),
					lost: DateTime.fromISO(day, { zone: workflow }).toUTC().toISO()!,
				};
			}),
		count,
	);

// ---- The fields

const id = (value: string) => ({ __rl: true, mode: 'id', value }) as never;
const byCode = { __rl: true, mode: 'code', value: 'A' } as never;
const custom = { period: 'custom' };
const as = (format: string) => (day: DateTime) => day.toFormat(format);
const eight = as('yyyyMMdd');
const slashed = as('yyyy/MM/dd');
const after = (write: (day: DateTime) => string) => (day: DateTime) => write(day.plus({ days: 1 }));

interface Field {
	node: 'akashi' | 'amServer' | 'omflow';
	/** All fields but those with a date. */
	parameters: INodeParameters;
	/** Where the editor has the dates: names, with a dot into a collection; what is sent for a day. */
	dates: Record<string, [property: string, sent: (day: DateTime) => string]>;
	/** The item only shows what it would write. */
	writes?: true;
}

const period = { startDate: ['start_date', eight], endDate: ['end_date', eight] } as Field['dates'];
const inside = (collection: string, dates: Field['dates']) =>
	Object.fromEntries(Object.entries(dates).map(([name, one]) => [`${collection}.${name}`, one]));
const akashiField = (
	[resource, operation]: [string, string],
	parameters: INodeParameters,
	dates: Field['dates'],
	writes?: true,
): Field => ({ node: 'akashi', parameters: { resource, operation, ...parameters }, dates, writes });

const person = { lastName: '山田', firstName: '花子' };
const staffDates = inside('additionalFields', {
	entryDate: ['entry_date', slashed],
	paidHolidayBaseDate: ['paid_holiday_base_date', slashed],
	useStartDate: ['use_start_date', slashed],
});
const fields: Field[] = [
	akashiField(['stamp', 'getAll'], custom, {
		startDate: ['start_date', as("yyyyMMdd'000000'")],
		// Up to the first second of the next day.
		endDate: ['end_date', after(as("yyyyMMdd'000000'"))],
	}),
	akashiField(['workingRecord', 'getAll'], custom, period),
	akashiField(
		['attendance', 'getDailyStatus'],
		{ staff: 'me', options: { lookUpDaysOff: false } },
		{ date: ['start_date', as("yyyyMMdd'050000'")] },
	),
	akashiField(['manHour', 'getAll'], custom, period),
	akashiField(
		['manHour', 'get'],
		{ ...custom, staffId: id('1002') },
		{
			startDate: ['start_date', as("yyyyMMdd'000000'")],
			endDate: ['end_date', as("yyyyMMdd'235959'")],
		},
	),
	akashiField(['project', 'getAll'], {}, inside('filters', period)),
	akashiField(['projectMember', 'getProjects'], { staffId: id('1002'), period: 'custom' }, period),
	akashiField(
		['manHour', 'upsert'],
		{ staffId: id('1002'), projectId: id('7001'), taskId: id('8001'), minutes: 60 },
		{ date: ['date', eight] },
		true,
	),
	akashiField(
		['manHour', 'delete'],
		{ staffId: id('1002'), projectId: id('7001'), tasks: 'all' },
		{ date: ['date', eight] },
		true,
	),
	...['create', 'update', 'upsert'].map((operation) =>
		akashiField(
			['project', operation],
			{ name: 'A', projectCode: 'A', projectId: id('7001') },
			inside('additionalFields', period),
			true,
		),
	),
	...['create', 'update', 'upsert'].map((operation) =>
		akashiField(
			['staff', operation],
			{ ...person, staffId: id('1002'), staffCode: 'A', organizationPath: '企業' },
			staffDates,
			true,
		),
	),
	akashiField(
		['staff', 'retire'],
		{ staffId: id('1002') },
		{ retirementDate: ['retirement_date', slashed] },
		true,
	),
	akashiField(
		['transfer', 'create'],
		{ staffId: byCode, employmentCategory: '正社員' },
		{ transferDate: ['organization_change_date', slashed] },
		true,
	),
	akashiField(
		['permission', 'reserve'],
		{
			staffId: byCode,
			reserve: 'both',
			permissionName: 'A',
			managedOrganization: byCode,
		},
		{
			permissionDate: ['manager_permission_reservation_date', slashed],
			organizationDate: ['manage_organization_reservation_date', slashed],
		},
		true,
	),
	akashiField(
		['workingCondition', 'update'],
		{ staffId: byCode },
		inside('settings', { effectiveDate: ['effective_date', slashed] }),
		true,
	),
	{
		node: 'omflow',
		parameters: {
			resource: 'leaveRecord',
			operation: 'create',
			principal: id('1'),
			substitute: id('2'),
		},
		dates: {
			start: ['start', as("yyyy-MM-dd '00:00:00'")],
			end: ['end', as("yyyy-MM-dd '23:59:59'")],
		},
		writes: true,
	},
	{
		node: 'amServer',
		parameters: {
			resource: 'attendance',
			operation: 'getAll',
			whose: 'selected',
			users: 'u00001',
			period: 'custom',
		},
		dates: { startDate: ['month', as('yyyy/MM')], endDate: ['month', as('yyyy/MM')] },
	},
];

const nameOf = ({ parameters }: Field) =>
	`${String(parameters.resource)}.${String(parameters.operation)}`;

/** The parameters with an expression in each date. */
function filled({ parameters, dates, writes }: Field, expression: string): INodeParameters {
	const all = structuredClone(parameters);
	for (const name of Object.keys(dates)) {
		const [first, second] = name.split('.');
		if (second === undefined) all[first] = expression;
		else all[first] = { ...(all[first] as INodeParameters), [second]: expression };
	}
	if (writes) all.requestOptions = { checkOnly: true };
	return all;
}

/** Every value under a name, at any depth. */
const found = (data: unknown, name: string): unknown[] =>
	data !== null && typeof data === 'object'
		? Object.entries(data).flatMap(([key, value]) => (key === name ? [value] : found(value, name)))
		: [];

const dateFields = (list: INodeProperties[], prefix = ''): string[] =>
	list.flatMap((field) => [
		...(field.type === 'dateTime' ? [prefix + field.name] : []),
		...(field.type === 'collection'
			? dateFields(field.options as INodeProperties[], `${field.name}.`)
			: []),
	]);

/** Filters of tickets that take a moment. */
const moments = ['createdAfter', 'createdBefore', 'updatedAfter'];

test('no field that takes a date is missing here', () => {
	const all = [...akashi, ...omflow, ...amServer].flatMap(({ value, operations }) =>
		operations.flatMap(({ entry, fields: list }) =>
			dateFields(list).map((name) => `${value}.${entry.value} ${name}`),
		),
	);
	const here = fields.flatMap((field) =>
		Object.keys(field.dates).map((name) => `${nameOf(field)} ${name}`),
	);
	const others = [
		// A moment, for information only.
		'stamp.create additionalFields.stampedAt',
		// A moment that is compared with now (`tokenTable.test.cts`).
		'token.reissue options.tokenExpiresAt',
		// Read as all periods are; days to come are not sent, and the last day not always.
		'attendance.findMissing startDate',
		'attendance.findMissing endDate',
		'attendance.summarize startDate',
		'attendance.summarize endDate',
		// Not sent: the rows of the answer are filtered.
		'leaveRecord.getAll startDate',
		'leaveRecord.getAll endDate',
		// Moments: the test below.
		...moments.map((name) => `ticket.getAll filters.${name}`),
	];
	expect(all.filter((name) => !here.includes(name) && !others.includes(name))).toEqual([]);
});

/** Whether a day later and a day earlier is the same moment in a zone. */
const comesBack = (day: string, zone: string): boolean => {
	const at = DateTime.fromISO(day, { zone });
	return +at.plus({ days: 1 }).minus({ days: 1 }) === +at;
};

describe.each(fields.map((field) => [nameOf(field), field] as const))('%s', (_, field) => {
	const run = async (expression: string, items: Given[], routing: boolean, timezone: string) => {
		const { type, data } = credentialsOf(servers)[field.node];
		servers[field.node].reset();
		const done = await runNode({
			node: field.node,
			credential: stored(type, { ...data }),
			parameters: filled(field, expression),
			items,
			routing,
			timezone,
		});
		expect(done.error).toBeUndefined();
		const sent = field.writes
			? done.json
			: servers[field.node].calls.map(({ path, query }) => ({
					...query,
					month: /attendance\/.*?\/(.*)$/.exec(path)?.[1],
				}));
		return { sent, violations: servers[field.node].violations };
	};

	test.each(Object.entries(days))('%s', async (form, expression) => {
		for (const routing of [false, true]) {
			// All fields read dates in the same way: one of them shows it for every zone.
			const all = field === fields[0] && !routing;
			for (const timezone of all ? zones : fc.sample(fc.constantFrom(...zones), 1)) {
				// What is written from a midnight that is one in UTC only starts at that moment.
				const exact = field.node === 'omflow' && timezone !== 'UTC';
				if (exact && ['midnight in UTC', 'a Date of a day'].includes(form)) continue;
				const items = givens(timezone, all ? 5 : 8)
					// Where the next day starts at 1:00, luxon itself does not come back to midnight.
					.filter(({ day }) => !form.includes('later and back') || comesBack(day, timezone))
					.filter(({ zone, offset }) => !exact || (zone !== 'UTC' && offset !== '+00:00'))
					.slice(0, all ? 5 : 2);
				// What is checked only may not name one record twice.
				for (const one of field.writes ? items.map((item) => [item]) : [items]) {
					const { sent, violations } = await run(`={{ ${expression} }}`, one, routing, timezone);
					expect(violations).toEqual([]);
					for (const [property, write] of Object.values(field.dates)) {
						const expected = one.map(({ day }) => write(DateTime.fromISO(day, { zone: 'UTC' })));
						const came = sent.flatMap((request) => found(request, property)).filter(Boolean);
						expect([form, timezone, property, [...new Set(came)].sort()]).toEqual([
							form,
							timezone,
							property,
							[...new Set(expected)].sort(),
						]);
					}
				}
			}
		}
	});

	test('as fixed text', async () => {
		for (const text of [
			'2026-04-01',
			'2026/4/1',
			'2026-04-01T00:00:00',
			'2026-04-01T00:00:00+09:00',
		]) {
			for (const routing of [false, true]) {
				const { sent } = await run(text, givens('UTC', 1), routing, 'UTC');
				for (const [property, write] of Object.values(field.dates)) {
					expect(sent.flatMap((request) => found(request, property)).filter(Boolean)).toEqual([
						write(DateTime.fromISO('2026-04-01')),
					]);
				}
			}
		}
	});
});

test.each([
	'$json.at',
	'DateTime.fromISO($json.at)',
	'DateTime.fromISO($json.at).setZone($json.zone)',
	'DateTime.fromISO($json.at).setZone($json.zone).toISO()',
	'new Date($json.at)',
])('a moment is that moment in the time zone of OMFLOW: %s', async (expression) => {
	const { type, data } = credentialsOf(servers).omflow;
	const at = '2026-04-01T23:30:00-05:00';
	for (const zone of zones) {
		for (const routing of [false, true]) {
			for (const name of moments) {
				servers.omflow.reset();
				const done = await runNode({
					node: 'omflow',
					credential: stored(type, { ...data }),
					parameters: {
						resource: 'ticket',
						operation: 'getAll',
						form: { __rl: true, mode: 'path', value: 'leave-request' } as never,
						filters: { [name]: `={{ ${expression} }}` },
					},
					items: [{ at, zone }],
					routing,
					timezone: zone,
				});
				expect(done.error).toBeUndefined();
				const sent = servers.omflow.calls.flatMap(({ body }) => found(body, 'value'));
				expect([zone, name, sent.filter(Boolean)]).toEqual([zone, name, ['2026-04-02 13:30:00']]);
			}
		}
	}
});
