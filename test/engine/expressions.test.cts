import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { resources } from '../../nodes/Akashi/Akashi.node.ts';
import { find, type Operation } from '../../nodes/shared/operation.ts';
import { cases } from '../cases.cts';
import { credentialsOf } from '../credentials.cts';
import { startAll, type All } from '../servers/all.cts';
import { engines, runNode, stored } from './engine.cts';

/** The fast runner evaluates an item's expressions in one go: it must see what n8n's engine sees. */

let servers: All;
beforeAll(async () => {
	servers = await startAll();
});
afterAll(async () => await servers.close());

const upsert = (parameters: INodeParameters): INodeParameters => ({
	resource: 'manHour',
	operation: 'upsert',
	staffId: { __rl: true, mode: 'id', value: '={{ $json.staff }}' },
	date: '={{ $json.date }}',
	projectId: '7001',
	taskId: '={{ $json.task }}',
	minutes: '={{ $json.minutes }}',
	...parameters,
});

test.each<[string, INodeParameters]>([
	['values of the item', {}],
	['a luxon date', { date: '={{ DateTime.fromISO($json.date).plus({ days: 1 }) }}' }],
	['now', { date: '={{ $now }}' }],
	[
		'a comment',
		{ taskId: '={{ $json.task // the task }}', minutes: '={{ 30 /* half an hour */ }}' },
	],
	['a semicolon', { minutes: '={{ 30; }}' }],
	['a comma', { minutes: '={{ 30, 60 }}' }],
	['an object', { minutes: '={{ { a: 45 }.a }}' }],
	['a template in the expression', { minutes: '={{ `${$json.minutes}` }}' }],
	['text around it', { date: '={{ $json.date }}T00:00:00', projectId: '=70{{ "01" }}' }],
	['two expressions', { date: '={{ $json.date.slice(0, 8) }}{{ "02" }}' }],
	['nothing there', { minutes: '={{ $json.none }}' }],
	['a path through nothing', { minutes: '={{ $json.none.at.all }}' }],
	['null', { minutes: '={{ null }}' }],
	['an error', { minutes: '={{ $json.minutes.toUpperCase() }}' }],
	['an unknown node', { minutes: '={{ $("Nowhere").item.json.minutes }}' }],
	['an unfinished expression', { minutes: '={{ $json.minutes + }}' }],
])('%s', async (_, parameters) => {
	const { type, data } = credentialsOf(servers).akashi;
	const [one, two] = servers.akashi.staff;
	const results = [];
	for (const routing of [false, true]) {
		servers.akashi.reset();
		servers.akashi.manHours.clear();
		const done = await runNode({
			node: 'akashi',
			credential: stored(type, { ...data }),
			parameters: upsert(parameters),
			items: [
				{ staff: one.staffId, date: '2026-03-01', task: 8001, minutes: 60 },
				{ staff: two.staffId, date: '2026-03-01', task: 8004, minutes: 90 },
			],
			onError: 'continueRegularOutput',
			routing,
		});
		results.push({
			count: done.json.length,
			failed: done.json.filter(({ error }) => error).length,
			stored: [...servers.akashi.manHours],
		});
	}
	expect(results[0].stored).toEqual(results[1].stored);
	expect(results[0].failed).toBe(results[1].failed);
	expect(results[0].count).toBe(2);
});

/** The same value, given by an expression; what is chosen when the workflow is built stays as it is. */
function expressed(value: unknown): unknown {
	if (typeof value === 'string' && value.startsWith('=')) return value;
	if (value === null || typeof value !== 'object' || Array.isArray(value)) {
		return `={{ ${JSON.stringify(value)} }}`;
	}
	const { __rl, mode, cachedResultName, ...fields } = value as IDataObject;
	const inner = Object.fromEntries(
		Object.entries(fields).map(([name, one]) => [name, expressed(one)]),
	);
	return __rl ? { __rl, mode, ...inner } : inner;
}

/**
 * Values for the required fields. Where an expression chooses between fields, n8n shows all of them and wants those
 * that are required: they must not matter where they were not chosen.
 */
const beside = ({ fields }: Operation): INodeParameters =>
	Object.fromEntries(
		fields
			.filter(({ required }) => required)
			.map(({ name, type }) => [
				name,
				type === 'resourceLocator' ? { __rl: true, mode: 'id', value: '1' } : '2020-01-01',
			]),
	) as INodeParameters;

const ofPeopleAndTime =
	/^(alert|attendance|manHour|permission|stamp|transfer|workingCondition|workingRecord)$/;
const everyField = cases.filter(
	({ node, parameters: { resource } }) =>
		node === 'akashi' && ofPeopleAndTime.test(String(resource)),
);

describe.each(everyField.map((one) => [one.name, one] as const))('%s', (_, one) => {
	const { resource, operation, ...fields } = one.parameters;
	const parameters: INodeParameters = {
		resource,
		operation,
		...beside(find(resources, resource, operation)!),
		...(expressed(fields) as INodeParameters),
	};

	test.each(engines)('every field by an expression (%s)', async (__, routing) => {
		const { type, data } = credentialsOf(servers).akashi;
		servers.akashi.reset();
		one.prepare?.(servers);
		const done = await runNode({
			node: 'akashi',
			credential: stored(type, { ...data }),
			parameters,
			items: one.items?.(servers),
			routing,
		});
		const expected = one.expected(servers);
		one.undo?.(servers);
		expect(done.error).toBeUndefined();
		expect(done.json).toEqual(expected);
		expect(servers.akashi.violations).toEqual([]);
	});
});
