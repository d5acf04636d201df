import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { freePorts } from '../n8n/instance.cts';

const execute = promisify(execFile);

/** A server of the test's own, on a free port of 127.0.0.1, whose data go with it. */
export interface Server {
	port: number;
	stop(): Promise<void>;
}

interface Start {
	name: string;
	/** May run as another user. */
	user?: { uid: number; gid: number };
	/** Run to its end first. */
	prepare?: (folder: string) => [command: string, ...args: string[]];
	command: (folder: string, port: number) => [command: string, ...args: string[]];
	isReady: (port: number) => Promise<boolean>;
}

async function start({ name, user, prepare, command, isReady }: Start): Promise<Server> {
	const folder = await mkdtemp(join(tmpdir(), `n8n-nodes-kintai-${name}-`));
	if (user) await chown(folder, user.uid, user.gid);
	const [port] = await freePorts(1);
	const options = { cwd: folder, ...user };
	if (prepare) {
		const [file, ...args] = prepare(folder);
		await execute(file, args, options);
	}
	// The shell ends the server with this process, even if that is killed: the pipe closes then.
	const script = '"$@" & cat >/dev/null; kill $!; wait';
	const child = spawn('sh', ['-c', script, 'sh', ...command(folder, port)], options);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	}
	const exited = once(child, 'close');
	const stop = async () => {
		child.stdin.end();
		await exited;
		await rm(folder, { recursive: true, force: true });
	};
	for (let tries = 0; !(await isReady(port)); tries++) {
		if (tries > 100) {
			await stop();
			throw new Error(`${name} did not start:\n${output}`);
		}
		await sleep(200);
	}
	return { port, stop };
}

/** Redis, which keeps nothing. */
export const startRedis = async (): Promise<Server> =>
	await start({
		name: 'redis',
		command: (folder, port) => [
			...(['redis-server', '--port', String(port), '--bind', '127.0.0.1'] as const),
			...['--dir', folder, '--save', '', '--appendonly', 'no'],
		],
		isReady: listens,
	});

/** PostgreSQL with a user `n8n` and a database `postgres`: n8n's several processes would lock each other out of SQLite. */
export async function startPostgres(): Promise<Server> {
	const bin = await postgresFolder();
	return await start({
		name: 'postgres',
		// It refuses to run as root; Debian's package brings a user of its own.
		user: process.getuid?.() === 0 ? postgresUser() : undefined,
		prepare: (folder) => [
			...([join(bin, 'initdb'), '-D', join(folder, 'data'), '-U', 'n8n'] as const),
			...['--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'],
		],
		command: (folder, port) => [
			...([join(bin, 'postgres'), '-D', join(folder, 'data'), '-p', String(port)] as const),
			...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
			...['-c', 'fsync=off'],
		],
		isReady: async (port) =>
			await execute(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).then(
				() => true,
				() => false,
			),
	});
}

/** @throws Error that says how to get what is missing on this machine */
export async function findServers(): Promise<void> {
	const found = await Promise.all([
		execute('redis-server', ['--version']).catch(() => undefined),
		postgresFolder().catch(() => undefined),
	]);
	const missing = ['redis-server', 'postgresql'].filter((_, index) => !found[index]);
	if (missing.length === 0) return;
	throw new Error(
		`Not installed, and needed for n8n's queue mode: ${missing.join(', ')}. ` +
			`On Debian and Ubuntu: apt-get install -y ${missing.join(' ')} (they need not be running).`,
	);
}

/** Where PostgreSQL's programs lie: Debian keeps them out of the path, by version. */
async function postgresFolder(): Promise<string> {
	const versions = '/usr/lib/postgresql';
	const candidates = (await readdir(versions).catch(() => []))
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(versions, version, 'bin'));
	for (const folder of [...candidates, ...(process.env.PATH ?? '').split(':')]) {
		const answer = await execute(join(folder, 'postgres'), ['--version']).catch(() => undefined);
		if (answer) return folder;
	}
	throw new Error('No PostgreSQL');
}

const postgresUser = () => {
	const idOf = (kind: string) =>
		Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
	return { uid: idOf('-u'), gid: idOf('-g') };
};

const listens = async (port: number): Promise<boolean> =>
	await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
