import type { INodeParameters } from 'n8n-workflow';

import { parametersOf } from '../../cases/case.cts';
import type { OmflowOptions } from '../../servers/omflow.cts';
import { engines } from '../engine.cts';
import { Rig } from './rig.cts';

/** Events: what the handbook leaves open, and what a person sees when one is not raised. */

const rig = new Rig();
beforeEach(async () => await rig.begin());
afterAll(async () => await rig.servers.close());

const event = parametersOf('event');
const raised = { title: '取込失敗', content: '3 行', severity: 4, key: 'import' };
const create = (more: INodeParameters = {}) => event('create', { ...raised, ...more });

describe.each(engines)('events (%s)', (_, routing) => {
	test.each(['nothing', 'ids'] as const)(
		'are the same where the server answers %s',
		async (how) => {
			rig.server.options.eventsAnswer = how;
			const done = await rig.run(create(), { routing });
			expect(done.json).toEqual([{ ...raised, severityName: 'Major' }]);
			const closed = await rig.run(event('close', { key: 'import' }), { routing });
			expect(closed.json).toEqual([{ key: 'import', closed: true }]);
			expect(rig.server.events).toEqual([
				{ id: 1, title: '取込失敗', content: '3 行', severity: 4, source2: 'import', closed: true },
			]);
		},
	);

	test.each([
		['Title', { title: ' ' }, /must not be empty/],
		['Content', { content: '={{ "" }}' }, /must not be empty/],
		['Key', { key: '={{ undefined }}' }, /must not be empty/],
		['Severity', { severity: '={{ 6 }}' }, /must be one of 1, 2, 3, 4, 5/],
		['Severity', { severity: '={{ "high" }}' }, /must be one of 1, 2, 3, 4, 5/],
	])('%s that is wrong is told before anything is sent: %j', async (name, more, words) => {
		const { error } = await rig.run(create(more as INodeParameters), { routing });
		expect(error?.message).toMatch(new RegExp(`^The parameter "${name}" `));
		expect(error?.message).toMatch(words);
		expect(rig.server.calls).toEqual([]);
	});

	test('an edition without them is told as such, and nothing is raised', async () => {
		const options: OmflowOptions = { version: '1.1.0.0' };
		await rig.begin(options);
		for (const parameters of [create(), event('close', { key: 'import' })]) {
			const { error } = await rig.run(parameters, { routing });
			expect(error?.message).toMatch(/^This version of OMFLOW does not offer this call/);
			expect(error?.description).toMatch(/data collection \(資料收集\), which the open-source/);
		}
		expect(rig.server.events).toEqual([]);
	});

	test('one that may have been raised is not raised again', async () => {
		rig.server.fault({ kind: 'resetAfter', route: 'createEvent' });
		const { error } = await rig.run(create(), { routing });
		expect(error?.description).toMatch(/may have been recorded/);
		expect(rig.server.events).toHaveLength(1);
		rig.server.fault({ kind: 'resetAfter', route: 'closeEvents' });
		const closing = await rig.run(event('close', { key: 'import' }), { routing });
		expect(closing.error?.description).toMatch(/^It may have been recorded/);
	});

	test('Check Only shows what would be sent', async () => {
		const requestOptions = { checkOnly: true };
		const done = await rig.run(create({ requestOptions }), { routing });
		expect(done.json).toEqual([
			{
				checkedOnly: true,
				method: 'POST',
				path: '/rest/monitor/api/event/create/',
				body: { title: '取込失敗', content: '3 行', severity: '4', source2: 'import' },
			},
		]);
		expect(rig.server.events).toEqual([]);
	});
});
