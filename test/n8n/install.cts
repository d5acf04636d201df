/**
 * Fetches complete n8n installations into a cache folder outside the repository, so that tests can
 * run this package inside the real thing. Needs npm and a C and C++ compiler, nothing else.
 *
 *     npx tsx test/n8n/install.cts      installs every version the tests use
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
	cp,
	mkdir,
	readdir,
	readFile,
	rename,
	rm,
	stat,
	utimes,
	writeFile,
} from 'node:fs/promises';
import { availableParallelism, homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export type N8nVersion = '2.41.1' | '1.123.81';
export const n8nVersions: N8nVersion[] = ['2.41.1', '1.123.81'];

export interface N8nInstallation {
	version: N8nVersion;
	/** Path of the node binary this n8n has to run with. */
	node: string;
	/** Path of n8n's start script, to be given to that node binary. */
	bin: string;
}

type Log = (line: string) => void;

/** Raise this when the way of installing changes: older folders in the cache are then redone. */
const RECIPE = 1;

const NODE_24 = '24.21.0';
const NODE_20 = '20.20.2';
const PLATFORM = `${process.platform}-${process.arch}`;

/**
 * Dependencies whose release in the range n8n asks for is not in the registry, or (langgraph) does
 * not work with the others: n8n then says `Command "start" not found`.
 */
const OVERRIDES: Record<N8nVersion, Record<string, string>> = {
	'2.41.1': { linkedom: '0.18.14' },
	'1.123.81': { xlsx: '0.18.5', '@langchain/langgraph-checkpoint': '1.0.0' },
};

/**
 * What a dependency of n8n wants beside it (its calendar reader, for the node "Extract from File"). npm puts
 * it there for users, but not with `--legacy-peer-deps`.
 */
const PEER = { name: 'date-fns', version: '2.30.0' };

/** The folder everything is kept in: `KINTAI_CACHE`, or a folder in the user's cache. */
export function cacheDir(): string {
	if (process.env.KINTAI_CACHE) return process.env.KINTAI_CACHE;
	return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-kintai');
}

/**
 * The environment without what npm sets for its scripts: an npm (or n8n) started below `npm test`
 * would take those for its own settings.
 */
export function environmentWithoutNpm(): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')),
	);
}

/**
 * Makes one n8n version available and tells how to run it. The first call takes minutes and writes
 * a line per step to `log`; later calls find the finished folder and return at once. Several
 * processes may call this at the same time. Throws an `Error` that names the cause when a
 * compiler is missing or npm fails; the next call then starts that folder again.
 */
export async function installN8n(
	version: N8nVersion,
	log: Log = console.error,
): Promise<N8nInstallation> {
	if (!OVERRIDES[version]) throw new Error(`n8n ${version} is not one of ${n8nVersions}`);
	const node24 = await installNode(NODE_24, log);
	const node = version === '1.123.81' ? await node20(log) : node24;
	const bin = join('node_modules', 'n8n', 'bin', 'n8n');

	const folder = await once(`n8n-${version}`, bin, log, async (target, step) => {
		const compilers = await findCompilers();
		step(`fetching n8n ${version} (some minutes)`);
		await npmInstall(target, { n8n: version }, step, OVERRIDES[version]);
		step('compiling its database driver (a minute)');
		// The driver uses Node's stable binary interface: headers of one version serve all.
		await compileSqlite(target, join(dirname(dirname(node24)), 'include', 'node'), compilers);
		step('trying the database driver');
		await trySqlite(target, node);
	});
	await addPeer(folder, log);
	return { version, node, bin: join(folder, bin) };
}

/** Puts the missing peer into an installation. It is copied under another name first: others may look on. */
async function addPeer(folder: string, log: Log): Promise<void> {
	const { name, version } = PEER;
	const target = join(folder, 'node_modules', name);
	if (existsSync(target)) return;
	const inPeer = join('node_modules', name);
	const peer = await once(`${name}-${version}`, inPeer, log, async (made, step) => {
		step(`fetching ${name}`);
		await npmInstall(made, { [name]: version }, step);
	});
	const incoming = `${target}.${process.pid}`;
	await cp(join(peer, inPeer), incoming, { recursive: true });
	await rename(incoming, target).catch(async (error) => {
		// Another process was faster.
		await rm(incoming, { recursive: true });
		if (!existsSync(target)) throw error;
	});
}

async function node20(log: Log): Promise<string> {
	if (process.versions.node.startsWith('20.')) return process.execPath;
	return await installNode(NODE_20, log);
}

/** Fetches a Node release, with its headers, and returns the path of its binary. */
async function installNode(version: string, log: Log): Promise<string> {
	const name = `node-${PLATFORM}`;
	const bin = join('node_modules', name, 'bin', 'node');
	const folder = await once(`node-${version}`, bin, log, async (target, step) => {
		step(`fetching Node ${version}`);
		await npmInstall(target, { [name]: version }, step);
	});
	return join(folder, bin);
}

/**
 * Fills the cache folder `name` by `fill`, unless an earlier call finished doing so, and returns
 * its path. `proof` is a file of the folder that has to be there.
 */
async function once(
	name: string,
	proof: string,
	log: Log,
	fill: (folder: string, step: Log) => Promise<void>,
): Promise<string> {
	const folder = join(cacheDir(), name);
	const marker = join(folder, 'complete.json');
	const recipe = JSON.stringify({ recipe: RECIPE, name, platform: PLATFORM });
	const complete = async () =>
		existsSync(join(folder, proof)) && (await readFile(marker, 'utf8').catch(() => '')) === recipe;
	if (await complete()) return folder;

	await mkdir(cacheDir(), { recursive: true });
	return await locked(`${folder}.lock`, log, async () => {
		if (await complete()) return folder;
		const start = Date.now();
		const step: Log = (line) =>
			log(`[${name}] ${line} (${Math.round((Date.now() - start) / 1000)} s)`);
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder);
		await fill(folder, step);
		// Written last: a folder without it was interrupted and is started again.
		await writeFile(marker, recipe);
		step('ready');
		return folder;
	});
}

/** Runs `work` while holding a lock folder that other processes see. */
async function locked<T>(lock: string, log: Log, work: () => Promise<T>): Promise<T> {
	for (let told = false; ; told = true) {
		try {
			await mkdir(lock);
			break;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		if (await isStale(lock)) {
			await rm(lock, { recursive: true, force: true });
			continue;
		}
		if (!told) log(`waiting for another process that is installing (${lock})`);
		await sleep(1000);
	}
	await writeFile(join(lock, 'pid'), String(process.pid));
	const heartbeat = setInterval(() => {
		utimes(lock, new Date(), new Date()).catch(() => {});
	}, 10_000);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		await rm(lock, { recursive: true, force: true });
	}
}

/** A lock is stale when its process is gone; its age decides where process ids mean nothing. */
async function isStale(lock: string): Promise<boolean> {
	const touched = await stat(lock).then(
		({ mtimeMs }) => mtimeMs,
		() => Date.now(),
	);
	if (Date.now() - touched > 60_000) return true;
	const pid = Number(await readFile(join(lock, 'pid'), 'utf8').catch(() => ''));
	if (!pid) return false;
	try {
		process.kill(pid, 0);
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ESRCH';
	}
}

async function npmInstall(
	folder: string,
	dependencies: Record<string, string>,
	step: Log,
	overrides: Record<string, string> = {},
): Promise<void> {
	await writeFile(
		join(folder, 'package.json'),
		JSON.stringify({ private: true, dependencies, overrides }, null, '\t'),
	);
	const ticker = setInterval(() => step('still fetching …'), 15_000);
	try {
		// Without scripts: optional native parts that n8n does not need here fail to build and would
		// take the whole installation with them.
		await run(
			'npm',
			[
				...['install', '--ignore-scripts', '--legacy-peer-deps', '--prefer-offline'],
				...['--no-package-lock', '--no-audit', '--no-fund'],
			],
			folder,
		);
	} finally {
		clearInterval(ticker);
	}
}

interface Compilers {
	c: string;
	cxx: string;
}

async function findCompilers(): Promise<Compilers> {
	const first = async (kind: string, names: Array<string | undefined>) => {
		for (const name of names) {
			if (name && (await answers(name))) return name;
		}
		throw new Error(
			`No ${kind} compiler found (tried ${names.filter(Boolean).join(', ')}). ` +
				"It is needed to build n8n's database driver: install gcc and g++, or clang.",
		);
	};
	return {
		c: await first('C', [process.env.CC, 'cc', 'gcc', 'clang']),
		cxx: await first('C++', [process.env.CXX, 'c++', 'g++', 'clang++']),
	};
}

async function answers(command: string): Promise<boolean> {
	return await promisify(execFile)(command, ['--version']).then(
		() => true,
		() => false,
	);
}

/** Builds what the driver's own install script would build with node-gyp, python and make. */
async function compileSqlite(tree: string, headers: string, compilers: Compilers): Promise<void> {
	const driver = join(tree, 'node_modules', 'sqlite3');
	const output = join(driver, 'build', 'Release');
	const work = join(driver, 'build', 'work');
	await mkdir(output, { recursive: true });
	await mkdir(work, { recursive: true });

	const deps = join(driver, 'deps');
	const archive = (await readdir(deps)).find((file) => /^sqlite-autoconf-.*\.tar\.gz$/.test(file));
	if (!archive) throw new Error(`No sources of SQLite in ${deps}`);
	await run('tar', ['-xzf', join(deps, archive), '-C', work], work);
	const sqlite = join(work, archive.replace(/\.tar\.gz$/, ''));
	const addonApi = [driver, tree]
		.map((folder) => join(folder, 'node_modules', 'node-addon-api'))
		.find(existsSync);
	if (!addonApi) throw new Error(`No node-addon-api beside ${driver}`);

	// The settings of the driver's binding.gyp.
	const flags = [
		...['-O2', '-fPIC', '-w', '-DNDEBUG', '-D_REENTRANT=1'],
		...['-DNAPI_VERSION=6', '-DNAPI_DISABLE_CPP_EXCEPTIONS=1'],
		...['-DSQLITE_THREADSAFE=1', '-DHAVE_USLEEP=1', '-DSQLITE_ENABLE_MATH_FUNCTIONS'],
		...['-DSQLITE_ENABLE_FTS3', '-DSQLITE_ENABLE_FTS4', '-DSQLITE_ENABLE_FTS5'],
		...['-DSQLITE_ENABLE_RTREE', '-DSQLITE_ENABLE_DBSTAT_VTAB=1'],
		...[headers, addonApi, sqlite].map((folder) => `-I${folder}`),
	];
	// The big C file first: it takes as long as all the others together.
	const jobs = [
		[compilers.c, join(sqlite, 'sqlite3.c'), 'sqlite3.o'],
		...['statement', 'database', 'backup', 'node_sqlite3'].map((name) => [
			compilers.cxx,
			join(driver, 'src', `${name}.cc`),
			`${name}.o`,
		]),
	];
	const objects = jobs.map(([, , object]) => object);
	const worker = async () => {
		for (let job = jobs.shift(); job; job = jobs.shift()) {
			const [compiler, source, object] = job;
			const standard = source.endsWith('.cc') ? ['-std=c++17'] : [];
			await run(compiler, [...standard, ...flags, '-c', source, '-o', object], work);
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, worker));

	const link =
		process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];
	await run(compilers.cxx, [...link, '-o', 'node_sqlite3.node', ...objects], work);
	await cp(join(work, 'node_sqlite3.node'), join(output, 'node_sqlite3.node'));
	await rm(work, { recursive: true });
}

async function trySqlite(tree: string, node: string): Promise<void> {
	const script =
		"const { Database } = require('sqlite3');" +
		"new Database(':memory:').get('select 1 as one', (error, row) => {" +
		"if (error || row.one !== 1) throw error ?? new Error('wrong answer'); });";
	await run(node, ['-e', script], tree);
}

/** Runs a command to its end. Throws an `Error` with the last lines of its output if it fails. */
export async function run(command: string, args: string[], cwd: string): Promise<string> {
	return await new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd,
			env: environmentWithoutNpm(),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let stdout = '';
		let all = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			stdout += text;
			all += text;
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => (all += text));
		child.on('error', (error) => reject(new Error(`${command} cannot be run: ${error.message}`)));
		child.on('close', (code, signal) => {
			if (code === 0) return resolve(stdout);
			const shown = [command, ...args.slice(0, 4)].join(' ');
			const tail = all.trimEnd().split('\n').slice(-25).join('\n');
			reject(new Error(`"${shown} …" failed (${signal ?? `exit code ${code}`}):\n${tail}`));
		});
	});
}

if (require.main === module) {
	(async () => {
		for (const version of n8nVersions) {
			const { node, bin } = await installN8n(version);
			console.log(`n8n ${version}: ${node} ${bin}`);
		}
	})().catch((error) => {
		console.error(error.message);
		process.exitCode = 1;
	});
}
