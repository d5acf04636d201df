import { startAkashi, type AkashiOptions, type AkashiStandIn } from './akashi.cts';
import { startAmServer, type AmServerOptions, type AmServerStandIn } from './amServer.cts';
import { startOmflow, type OmflowOptions, type OmflowStandIn } from './omflow.cts';

export interface AllOptions {
	akashi?: AkashiOptions;
	omflow?: OmflowOptions;
	amServer?: AmServerOptions;
}

export interface All {
	akashi: AkashiStandIn;
	omflow: OmflowStandIn;
	amServer: AmServerStandIn;
	close(): Promise<void>;
}

/** Starts all three stand-ins. */
export async function startAll(options: AllOptions = {}): Promise<All> {
	const akashi = await startAkashi(options.akashi);
	const omflow = await startOmflow(options.omflow);
	const amServer = await startAmServer(options.amServer);
	const close = async () =>
		void (await Promise.all([akashi, omflow, amServer].map((one) => one.close())));
	return { akashi, omflow, amServer, close };
}

/** `node --require tsx/cjs test/servers/all.cts [port port port]`: AKASHI, OMFLOW, am-server; a free port where none is given. */
async function main() {
	const [akashi, omflow, amServer] = process.argv.slice(2).map((port) => ({ port: Number(port) }));
	const all = await startAll({ akashi, omflow, amServer });
	console.log(
		`AKASHI     ${all.akashi.url}  company ${all.akashi.companyId}  token ${all.akashi.token}`,
	);
	for (const [name, one] of [
		['OMFLOW', all.omflow],
		['am-server', all.amServer],
	] as const) {
		console.log(`${name.padEnd(10)} ${one.url}  user ${one.username}  password ${one.password}`);
	}
	process.once('SIGINT', () => void all.close());
	process.once('SIGTERM', () => void all.close());
}

if (require.main === module) void main();
