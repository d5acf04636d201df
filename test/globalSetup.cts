import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from 'jest';

import { installN8n, n8nVersions } from './n8n/install.cts';
import { packPackage } from './n8n/instance.cts';

const log = (line: string) => process.stderr.write(`${line}\n`);

/**
 * Before any worker starts: fetches n8n and packs the package, where a test that is going to run needs
 * it. Within a test both would run into its time limit, and two workers would build at once.
 */
export default async function globalSetup({
	rootDir,
	testPathPatterns,
}: {
	rootDir: string;
	testPathPatterns: Patterns;
}): Promise<void> {
	const chosen = testPathPatterns.toExecutor({ rootDir });
	const wanted = (file: string) => !chosen.isSet() || chosen.isMatch(file);
	const realN8n = readdirSync(join(__dirname, 'n8n'))
		.filter((name) => name.endsWith('.test.cts'))
		.map((name) => join(__dirname, 'n8n', name))
		.some(wanted);
	if (realN8n) {
		for (const version of n8nVersions) await installN8n(version, log);
	}
	if (realN8n || wanted(join(__dirname, 'scan.test.cts'))) {
		log('packing the package');
		process.env.KINTAI_TARBALL = await packPackage();
	}
}
