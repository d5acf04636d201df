/**
 * A real n8n with this package in it, against stand-ins of the three systems. What is changed under `nodes` and `credentials`
 * is in the editor a second later.
 *
 *     npm run dev     until Ctrl-C, which removes all of it
 */
import { join } from 'node:path';
import { context, type BuildOptions } from 'esbuild';

import { credentialsOf } from '../credentials.cts';
import { installN8n } from '../n8n/install.cts';
import { packPackage, startN8n } from '../n8n/instance.cts';
import { startAll } from '../servers/all.cts';

const { bundling }: { bundling: (outfile: string) => BuildOptions } = require('../../gulpfile.js');

const version = '2.41.1';
const names = { akashi: 'AKASHI', omflow: 'OMFLOW', amServer: 'am-server' } as const;

async function main() {
	// Leaving by process.exit lets n8n and its folder be cleaned up.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(0));

	await installN8n(version, console.log);
	console.log('Building this package and starting n8n with it');
	const tarball = await packPackage();
	const servers = await startAll();
	const n8n = await startN8n({ version, tarball, env: { N8N_DEV_RELOAD: 'true' } });
	const credentials = credentialsOf(servers);
	for (const name of Object.keys(names) as Array<keyof typeof names>) {
		await n8n.createCredential(credentials[name].type, credentials[name].data, names[name]);
	}

	const installed = join(n8n.userFolder, '.n8n', 'nodes', 'node_modules', n8n.packageName);
	// n8n watches the folder and loads the package anew. A change that cannot be built is printed; the last build stays.
	const bundle = await context({
		...bundling(join(installed, 'dist', 'index.js')),
		logLevel: 'info',
	});
	await bundle.watch();

	console.log(`\nn8n ${version}: ${n8n.url}`);
	console.log(`Sign in as ${n8n.owner.email} with the password ${n8n.owner.password}`);
	console.log(
		'The credentials of the stand-ins are there. Types are not checked here: npm run typecheck.',
	);
	console.log('Ctrl-C ends it and removes its workflows.');
}

main().catch((error) => {
	console.error(error.message);
	process.exit(1);
});
