import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { host } from '../../servers/base.cts';
import { runNode, stored, type Job } from '../engine.cts';

/**
 * A server that restarts: for a while its port refuses, or cuts whatever comes. The node's waits are a
 * hundredth of the real ones (see test/shortWaits.cts), so an outage of 80 ms stands for 8 s.
 */

let servers: All;
beforeAll(async () => {
	servers = await startAll();
});
afterAll(async () => await servers.close());

/** A way to a server that can be interrupted. */
async function gate(port: number) {
	const sockets = new Set<Socket>();
	let cutting = false;
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		if (cutting) return void socket.destroy();
		const out = connect(port, host).on('error', () => undefined);
		socket.pipe(out).pipe(socket);
		socket.on('close', () => out.destroy());
		out.on('close', () => socket.destroy());
	});
	const listen = async (at: number) =>
		await new Promise<void>((done) => server.listen(at, host, done));
	await listen(0);
	const at = (server.address() as AddressInfo).port;
	const cut = () => sockets.forEach((socket) => socket.destroy());
	return {
		at,
		async refuseFor(ms: number) {
			const closed = new Promise((done) => server.close(done));
			cut();
			await closed;
			await sleep(ms);
			await listen(at);
		},
		async resetFor(ms: number) {
			cutting = true;
			cut();
			await sleep(ms);
			cutting = false;
		},
		close() {
			cut();
			server.close();
		},
	};
}

const reads: Record<Job['node'], INodeParameters> = {
	akashi: { resource: 'staff', operation: 'getAll', returnAll: true },
	amServer: { resource: 'user', operation: 'getAll', returnAll: true },
	omflow: {
		resource: 'user',
		operation: 'getAll',
		returnAll: true,
		options: { leaveOutInactive: false },
	},
};

describe.each(Object.keys(reads) as Array<Job['node']>)('%s', (node) => {
	const credentialBy = (port: number) => {
		const { type, data } = credentialsOf(servers)[node];
		const field = node === 'akashi' ? 'customEndpoint' : 'baseUrl';
		const url = String(data[field]).replace(/:\d+/, `:${port}`);
		return stored(type, { ...data, [field]: url });
	};

	test.each([
		['refuses for 1 s', 'refuseFor', 10],
		['refuses for 8 s', 'refuseFor', 80],
		['cuts every connection for 1 s', 'resetFor', 10],
		['cuts every connection for 8 s', 'resetFor', 80],
	] as const)('a server that %s ends no read', async (_, how, ms) => {
		const way = await gate(servers[node].port);
		try {
			const credential = credentialBy(way.at);
			const whole = await runNode({ node, credential, parameters: reads[node] });
			expect(whole.error).toBeUndefined();
			const outage = way[how](ms);
			const done = await runNode({ node, credential, parameters: reads[node] });
			await outage;
			expect(done.error).toBeUndefined();
			expect(done.json).toEqual(whole.json);
		} finally {
			way.close();
		}
	});

	test('a server that does not come back is given up once, not once an item', async () => {
		const way = await gate(servers[node].port);
		const credential = credentialBy(way.at);
		way.close();
		const started = Date.now();
		const done = await runNode({
			node,
			credential,
			parameters: reads[node],
			items: Array.from({ length: 200 }, () => ({})),
			onError: 'continueRegularOutput',
		});
		expect(done.json).toHaveLength(200);
		for (const { error, message } of done.json) {
			expect(error).toMatch(/could not be reached: the connection was refused/);
			expect(message).toMatch(/Nothing was changed\. Check the address/);
		}
		expect(done.json[0].message).toMatch(/It was tried \d times in \d\d seconds/);
		// Four were under way at once, and none was waited for after them.
		expect(Date.now() - started).toBeLessThan(5_000);
	});
});
