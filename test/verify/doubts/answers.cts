import type { Call } from '../../../nodes/shared/contract.ts';
import { akashiCalls } from '../../contracts.cts';
import type { CallName, Client, Row } from '../client.cts';
import { Open, type Doubt } from '../doubt.cts';

/** What all answers of the run show: asked last, and without a request of its own. */

/** Every Array of the parameter tables in answers to reads, as a path; 6.11 in both shapes. */
const lists: Partial<Record<CallName, string[]>> = {
	listOrganizations: ['organizations', 'organizations.displayPunchTypes'],
	listStaff: ['staffs', 'staffs.subgroups', 'staffs.managedOrganizations'],
	getStaff: ['staffs', 'staffs.subgroups', 'staffs.managedOrganizations'],
	listOwnStamps: ['stamps'],
	listStamps: ['stamps'],
	listStampsOfMany: ['multiple_stamps', 'multiple_stamps.stamps'],
	listAlerts: ['alerts'],
	listWorkingRecords: ['working_records', 'response.working_records'],
	listProjects: ['projects'],
	listTasks: ['tasks'],
	listManHours: ['manhours', 'manhours.dates', 'manhours.dates.projects'],
	getManHours: [
		'manhours',
		'manhours.dates',
		'manhours.dates.projects',
		'manhours.dates.projects.daily_hour_items',
		'manhours.dates.projects.daily_comment_items',
	],
	listStaffProjects: ['projects', 'projects.tasks'],
	getProjectMembers: ['staff_ids', 'owner_staff_ids'],
};

/** What stands at a path, through every list on the way. */
function at(value: unknown, [key, ...rest]: string[]): unknown[] {
	if (Array.isArray(value)) return value.flatMap((one) => at(one, [key, ...rest]));
	if (key === undefined) return [value];
	if (value === null || typeof value !== 'object') return [];
	const found = (value as Row)[key];
	return rest.length === 0 ? [found] : at(found, rest);
}

/** How a list that is none is written. */
const kindOf = (value: unknown) =>
	Array.isArray(value)
		? undefined
		: value === undefined
			? 'missing'
			: value === null
				? 'null'
				: typeof value;

const some = (words: Iterable<string>, most = 4) => {
	const all = [...new Set(words)];
	return all.length > most ? [...all.slice(0, most), `${all.length - most} more`] : all;
};

function listsOf({ answers }: Client) {
	const odd: string[] = [];
	for (const { name, payload } of answers) {
		for (const path of lists[name] ?? []) {
			// An answer of 6.11 has one of its two shapes.
			const inner = path.startsWith('response.');
			if (name === 'listWorkingRecords' && inner === Array.isArray(payload)) continue;
			for (const value of at(payload, path.split('.'))) {
				const kind = kindOf(value);
				if (kind) odd.push(`${path} is ${kind} (${akashiCalls[name].source})`);
			}
		}
	}
	return odd;
}

/** Where answers are not of the form that the contract knows. */
function formsOf({ answers }: Client): string[] {
	return answers.flatMap(({ name, payload }) => {
		const call: Call = akashiCalls[name];
		const inner = name === 'listWorkingRecords' && !Array.isArray(payload);
		const { error } = call.response.safeParse(inner ? (payload as Row | null)?.response : payload);
		return (error?.issues ?? []).map(({ path, message }) => {
			const where = path.filter((part) => typeof part === 'string').join('.') || 'answer';
			return `${call.source} ${where}: ${message}`;
		});
	});
}

/** Numbers of 6.24 and 6.25 that came as text. */
function textOf({ answers }: Client, names: CallName[]) {
	const days = 'manhours.dates.projects';
	const paths = [
		'manhours.staff_id',
		`${days}.project_id`,
		`${days}.daily_hour_items.task_id`,
		`${days}.daily_hour_items.minute`,
		`${days}.daily_comment_items.task_id`,
	];
	const values = answers
		.filter(({ name }) => names.includes(name))
		.flatMap(({ payload }) =>
			paths.flatMap((path) =>
				at(payload, path.split('.'))
					.filter((value) => value !== undefined)
					.map((value) => ({ path: path.replace(/.*\./, ''), value })),
			),
		);
	return { values, text: values.filter(({ value }) => typeof value === 'string') };
}

export const answers: Doubt[] = [
	{
		chapter: '6.25',
		name: 'Numbers as text',
		text: 'Integer (table), task_id "1" (example)',
		node: 'takes both',
		probe: async ({ client }) => {
			const { values, text } = textOf(client, ['listManHours', 'getManHours']);
			if (values.length === 0) throw new Open('no man-hours in the last 31 days');
			const odd = values.filter(({ value }) => !Number.isInteger(Number(value ?? NaN)));
			if (odd.length > 0) return { seen: `${odd[0].path} is no number`, fits: false };
			const names = some(text.map(({ path }) => path)).join(', ');
			return { seen: names ? `as text: ${names}` : 'all as numbers', fits: true };
		},
	},
	{
		chapter: '5.1',
		name: 'Empty lists',
		text: 'a list without rows is []',
		node: 'takes null and a missing list for []',
		probe: async ({ client }) => {
			const odd = listsOf(client);
			return {
				seen: some(odd).join(', ') || 'lists are always lists',
				fits: odd.every((one) => !/ is (string|number|boolean|object)/.test(one)),
			};
		},
	},
	{
		chapter: '5.1',
		name: 'Form of the answers',
		text: 'as in the tables of the chapters',
		node: 'expects what the tables and examples show',
		probe: async ({ client }) => {
			const odd = some(formsOf(client));
			return { seen: odd.join('; ') || 'all as expected', fits: odd.length === 0 };
		},
	},
	{
		chapter: '4',
		name: 'Too many requests',
		text: 'no limit is named',
		node: 'waits as long as Retry-After says',
		probe: async ({ client: { busy, requests } }) => {
			if (busy.length === 0) throw new Open(`not seen in ${requests} requests, and not provoked`);
			return { seen: some(busy).join('; '), fits: true };
		},
	},
];
