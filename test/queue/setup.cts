import { installN8n } from '../n8n/install.cts';
import { packPackage } from '../n8n/instance.cts';
import { findServers } from './servers.cts';

const log = (line: string) => process.stderr.write(`${line}\n`);

/** Before the tests: sees that the servers are there, fetches n8n and packs the package. */
export default async function setup(): Promise<void> {
	await findServers();
	await installN8n('2.41.1', log);
	log('packing the package');
	process.env.KINTAI_TARBALL = await packPackage();
}
