import type { INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../credentials.cts';
import { startAll, type All } from '../servers/all.cts';
import { runNode, stored } from './engine.cts';

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
