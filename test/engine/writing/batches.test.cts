import { arrayCalls } from '../../arrayCalls.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { runNode, stored } from '../engine.cts';

/** A thousand items through every array call: twenty calls, every item its own record. */

const thousand = 1000;
let servers: All;
afterEach(async () => await servers.close());

/** As many records to change as there are items. */
const sizes: Record<string, object> = {
	'6.18 project.update': { projects: thousand, tasksPerProject: 1 },
	'6.22 task.update': { projects: 1, tasksPerProject: thousand },
};

test.each(Object.entries(arrayCalls(() => servers)))(
	'%s',
	async (name, { route, parameters, items, held }) => {
		servers = await startAll({ akashi: { staff: thousand + 1, ...sizes[name] } });
		const { type, data } = credentialsOf(servers).akashi;
		const input = items(thousand);
		const done = await runNode({
			node: 'akashi',
			credential: stored(type, { ...data }),
			parameters,
			items: input,
		});
		expect(done.error).toBeUndefined();
		expect(done.items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
			...input.keys(),
		]);
		expect(new Set(done.json.map((row) => JSON.stringify(row))).size).toBe(thousand);
		expect(input.filter((item) => held(item) !== 1)).toEqual([]);
		expect(servers.akashi.violations).toEqual([]);
		expect(servers.akashi.count(route)).toBe(20);
		// Projects and tasks to change are read first, 50 a page.
		expect(servers.akashi.count()).toBe(name in sizes ? 40 : 20);
	},
);
