import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packPackage } from './n8n/instance.cts';

/** What n8n's review of community packages looks at: the sources, the lint settings and what is published. */

const repository = join(__dirname, '..');
const read = (...path: string[]) => readFileSync(join(repository, ...path), 'utf8');

/** Runs a command to its end and returns its output. */
function output(command: string, args: string[], cwd = repository): string {
	// With jest's `test` here the lint rules take every file for one of their own tests.
	const env = { ...process.env, NODE_ENV: 'production' };
	const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
	if (status !== 0) throw new Error(`${command} failed:\n${stdout}${stderr}`);
	return stdout;
}

/**
 * The scanner's findings in a folder. It is an ES module, which jest cannot load.
 * @param patterns the files it looks at, as a JavaScript expression
 */
function findings(folder: string, patterns: string): string {
	const scanner = require.resolve('@n8n/scan-community-package/scanner/scanner.mjs');
	const script = `
		import { analyzePackage, SOURCE_FILE_PATTERNS } from ${JSON.stringify(scanner)};
		const { passed, message, details } = await analyzePackage(${JSON.stringify(folder)}, ${patterns});
		console.log(passed && !message ? '' : [message, details].join('\\n'));`;
	return output(process.execPath, ['--input-type=module', '--eval', script]).trim();
}

let folder: string;
let packed: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'kintai-packed-'));
	packed = join(folder, 'package');
	output('tar', ['-xzf', await packPackage(), '-C', folder]);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("n8n's scanner finds nothing", () => {
	test('in the sources', () => {
		expect(findings(repository, 'SOURCE_FILE_PATTERNS')).toBe('');
	}, 120_000);

	test('in the packed package', () => {
		expect(findings(packed, "['**/*.js', 'package.json']")).toBe('');
	}, 120_000);

	test('and would find something', () => {
		const bad = join(folder, 'bad');
		mkdirSync(bad);
		writeFileSync(join(bad, 'index.js'), "console.log('here'); /* eslint-disable */");
		expect(findings(bad, "['**/*.js']")).toContain('no-console');
	}, 120_000);
});

test("the lint settings are the template's, and no line is exempt from them", () => {
	const template = 'node_modules/@n8n/node-cli/dist/template/templates/shared/default';
	expect(read('eslint.config.mjs')).toBe(read(template, 'eslint.config.mjs'));
	const sources = output('git', ['ls-files', '-co', '--exclude-standard', 'nodes', 'credentials']);
	for (const file of sources.trim().split('\n')) {
		expect([file, /eslint-disable|@ts-(ignore|nocheck|expect-error)/.exec(read(file))]).toEqual([
			file,
			null,
		]);
	}
});

test('only what is meant for users is published', async () => {
	const files = output('tar', ['-tzf', await packPackage()])
		.trim()
		.split('\n')
		.map((file) => file.replace(/^package\//, ''));
	const others = files.filter((file) => !file.startsWith('dist/'));
	expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
	expect(files).toContain('dist/nodes/Akashi/Akashi.node.js');
	expect(files.filter((file) => /^dist\/(?!nodes\/|credentials\/)/.test(file))).toEqual([
		'dist/index.js',
	]);
});

test('the packed package exports its nodes and credentials', () => {
	symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
	const script = `
		const named = (one) => (one.description ?? one).displayName;
		const all = Object.entries(require(${JSON.stringify(packed)}));
		console.log(JSON.stringify(all.map(([name, type]) => [name, named(new type())])));`;
	expect(Object.fromEntries(JSON.parse(output(process.execPath, ['--eval', script])))).toEqual({
		Akashi: 'AKASHI',
		AkashiApi: 'AKASHI API',
		AkashiTrigger: 'AKASHI Trigger',
		AmServer: 'am-server',
		AmServerApi: 'Am-Server API',
		AmServerTrigger: 'am-server Trigger',
		Omflow: 'OMFLOW',
		OmflowApi: 'OMFLOW API',
		OmflowTrigger: 'OMFLOW Trigger',
	});
});

test('package.json asks for nothing but n8n, and the lock file names no registry', () => {
	const manifest = JSON.parse(read('package.json'));
	expect(manifest.dependencies).toBeUndefined();
	expect(manifest.optionalDependencies).toBeUndefined();
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	const lock = read('package-lock.json');
	expect(lock).toContain('"node_modules/n8n-workflow"');
	expect(lock).not.toMatch(/"resolved"/);
	// Addresses remain only as what packages say of themselves: where to give, and why not to use them.
	const packages: Array<Record<string, unknown>> = Object.values(JSON.parse(lock).packages);
	const elsewhere = packages
		.map(({ funding, deprecated, ...rest }) => JSON.stringify(rest))
		.filter((entry) => /https?:/.test(entry));
	expect(elsewhere).toEqual([]);
});
