'use strict';

const { spawnSync } = require('node:child_process');
const { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { basename, dirname, join, relative } = require('node:path');
const { buildSync } = require('esbuild');
const { zodToJsonSchema } = require('zod-to-json-schema');

/** What n8n's own tool builds: the compiled sources and the icons. */
async function compile() {
	const { status, stdout } = spawnSync(join('node_modules', '.bin', 'n8n-node'), ['build'], {
		encoding: 'utf8',
	});
	// Its progress is drawn for a terminal, frame by frame: shown only when something is wrong, and the last one.
	if (status !== 0) throw new Error(`n8n-node build failed:\n${stdout.split('\x1b[999D').at(-2)}`);
	// It takes every picture along, those of the README too.
	rmSync(join('dist', 'docs'), { recursive: true, force: true });
}

/** The codex files, which n8n reads beside the node and its tool leaves out. */
async function codex() {
	for (const file of n8n.nodes) {
		const json = file.replace(/\.js$/, '.json');
		cpSync(relative('dist', json), json);
	}
}

/** The fields of a row that "Simplify" keeps. */
function firstFields(row) {
	const names = Object.keys(row.shape).slice(0, 10);
	return row.pick(Object.fromEntries(names.map((name) => [name, true])));
}

/** Writes the JSON Schema of an output where n8n looks for it: in a folder of the version, by resource and operation. */
function writeSchema(folder, path, output) {
	const file = join(folder, '__schema__', `v1.0.0${path}.json`);
	const { $schema, additionalProperties, ...schema } = zodToJsonSchema(output, {
		$refStrategy: 'none',
	});
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, `${JSON.stringify({ ...schema, version: 1 })}\n`);
}

/** What the editor shows as the output of an operation or a trigger before a first run, from the contract. */
async function schemas() {
	for (const file of n8n.nodes) {
		const folder = dirname(file);
		const { resources = [], output: ofTrigger } = require(`./${file}`);
		for (const { value: resource, operations } of resources) {
			for (const { entry, output, simplify } of operations) {
				const row = simplify ? firstFields(output) : output;
				writeSchema(folder, `/${resource}/${entry.value}`, row);
			}
		}
		// A trigger has neither resource nor operation.
		if (ofTrigger) writeSchema(folder, '', ofTrigger);
	}
}

const { main, n8n } = require('./package.json');
const files = [...n8n.credentials, ...n8n.nodes];
const nameOf = (file) => basename(file).split('.')[0];

/** How esbuild puts all code in one file. */
const bundling = (outfile) => ({
	stdin: {
		contents: files
			.map((file) => `export { ${nameOf(file)} } from './${relative('dist', file).slice(0, -3)}';`)
			.join('\n'),
		resolveDir: __dirname,
		loader: 'ts',
	},
	bundle: true,
	platform: 'node',
	target: 'node20',
	packages: 'external',
	outfile,
	logLevel: 'warning',
});

/**
 * Puts all code in one file, the package's main file. n8n loads the whole package at every start, and reading nearly
 * two hundred small files takes twice as long. The files that n8n looks for pass on their class.
 */
async function bundle() {
	for (const file of readdirSync('dist', { recursive: true })) {
		if (file.endsWith('.js')) rmSync(join('dist', file));
	}
	buildSync(bundling(main));
	for (const file of files) {
		const name = nameOf(file);
		const path = relative(dirname(file), main);
		writeFileSync(file, `exports.${name} = require('${path}').${name};\n`);
	}
	removeEmptyFolders('dist');
}

function removeEmptyFolders(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
	}
	if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

exports.default = async function build() {
	await compile();
	await codex();
	await schemas();
	await bundle();
};

/** For `npm run dev`, which has all else already. */
exports.bundling = bundling;
