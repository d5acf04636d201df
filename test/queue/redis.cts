import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { freePorts } from '../n8n/instance.cts';

export interface Redis {
	port: number;
	stop(): Promise<void>;
}

/** @throws Error that says how to get Redis when this machine has none */
export async function findRedis(): Promise<void> {
	await promisify(execFile)('redis-server', ['--version']).catch(() => {
		throw new Error(
			'redis-server is not installed, and n8n needs it for its queue. ' +
				'On Debian and Ubuntu: apt-get install -y redis-server (it need not be running).',
		);
	});
}

/** Starts a Redis of this test's own, on a free port of this machine, that keeps nothing. */
export async function startRedis(): Promise<Redis> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-kintai-redis-'));
	const [port] = await freePorts(1);
	// The shell ends it with this process, even if that is killed: the pipe closes then.
	const child = spawn(
		'sh',
		['-c', 'redis-server "$@" & cat >/dev/null; kill $!; wait', 'sh'].concat(
			['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
			['--save', '', '--appendonly', 'no'],
		),
		{ cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] },
	);
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	const exited = once(child, 'close');
	const stop = async () => {
		child.stdin.end();
		await exited;
		await rm(folder, { recursive: true, force: true });
	};
	for (let tries = 0; !(await listens(port)); tries++) {
		if (tries > 50) {
			await stop();
			throw new Error(`redis-server did not start:\n${output}`);
		}
		await sleep(200);
	}
	return { port, stop };
}

const listens = async (port: number): Promise<boolean> =>
	await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
