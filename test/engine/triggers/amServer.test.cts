import type { IDataObject } from 'n8n-workflow';

import { startAmServer, type AmServerStandIn } from '../../servers/amServer.cts';
import { pollNode, stored, type Job, type StoredCredential } from '../engine.cts';

/** The trigger of am-server against the stand-in. */

let server: AmServerStandIn;
let credential: StoredCredential;
/** What n8n stores of the node. */
let data: IDataObject;

beforeEach(async () => {
	server = await startAmServer({ users: 3 });
	const { url: baseUrl, username, password } = server;
	credential = stored('amServerApi', { baseUrl, username, password, sessionToken: '' });
	data = {};
});
afterEach(async () => await server.close());

const job = (parameters: Job['parameters']): Omit<Job, 'items'> => ({
	node: 'amServer',
	credential,
	parameters,
});
const poll = async (parameters: Job['parameters'], how = {}) =>
	await pollNode(job(parameters), data, how);

test('a user who is new is one event, once', async () => {
	const parameters = { events: ['userAdded'] };
	expect(await poll(parameters)).toBeNull();
	expect(await poll(parameters)).toBeNull();
	const added = { userid: 'new001', username: '新人', adminflg: '0', password: 'password1' };
	server.users.push(added);
	expect(await poll(parameters)).toEqual([
		{ event: 'userAdded', userId: 'new001', name: '新人', admin: false },
	]);
	expect(await poll(parameters)).toBeNull();
});
