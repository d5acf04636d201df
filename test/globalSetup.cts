import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { installN8n, n8nVersions } from './n8n/install.cts';
import { packPackage } from './n8n/instance.cts';

const log = (line: string) => process.stderr.write(`${line}\n`);

/** What is used of the settings that jest hands over. */
interface GlobalConfig {
	rootDir: string;
	/** What was asked for on the command line. */
	testPathPatterns: {
		toExecutor(options: { rootDir: string }): { isMatch(path: string): boolean };
	};
}

/**
 * Before any worker starts: fetches n8n and packs the package, where a test that is going to run needs
 * it. Within a test both would run into its time limit, and two workers would build at once.
 */
export default async function globalSetup(config: GlobalConfig): Promise<void> {
	const chosen = config.testPathPatterns.toExecutor({ rootDir: config.rootDir });
	const folder = join(__dirname, 'n8n');
	const realN8n = readdirSync(folder).some(
		(name) => name.endsWith('.test.cts') && chosen.isMatch(join(folder, name)),
	);
	if (realN8n) {
		for (const version of n8nVersions) await installN8n(version, log);
	}
	if (realN8n || chosen.isMatch(join(__dirname, 'scan.test.cts'))) {
		log('packing the package');
		process.env.KINTAI_TARBALL = await packPackage();
	}
}
