import { startAll, type All } from '../../servers/all.cts';
import { clockAt, later, minute, Polled } from './rig.cts';

/** Polls that n8n begins with the state before the last one, which it has not stored yet or never stores. */

let servers: All;
let polled: Polled;
beforeEach(async () => {
	servers = await startAll({ amServer: { users: 3 } });
	clockAt('2026-05-13T10:00:00');
	polled = new Polled(servers, 'amServer', { events: ['userAdded'] });
	expect(await polled.poll()).toBeNull();
	servers.amServer.users.push({
		userid: 'new001',
		username: '新人',
		adminflg: '0',
		password: 'password1',
	});
});
afterEach(async () => await servers.close());

test('while the state is still being stored, what was put out does not come twice', async () => {
	const before = structuredClone(polled.data);
	expect(await polled.poll()).toHaveLength(1);
	const after = polled.data;
	polled.data = structuredClone(before);
	expect(await polled.poll()).toBeNull();
	expect(polled.data).toEqual(before);
	polled.data = after;
	later(minute);
	expect(await polled.poll()).toBeNull();
});

test('what was put out and never stored comes again', async () => {
	const before = structuredClone(polled.data);
	const items = await polled.poll();
	later(minute);
	polled.data = before;
	expect(await polled.poll()).toEqual(items);
});
