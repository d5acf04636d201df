import {
	packPackage,
	restartN8n,
	startN8n,
	startWorker,
	type N8n,
	type N8nProcess,
	type StartOptions,
} from '../n8n/instance.cts';
import { startPostgres, startRedis, type Server } from './servers.cts';

/** n8n's queue mode: one main process, two workers, Redis and PostgreSQL. What signs in is shared by the database alone. */
export class QueueMode {
	readonly workers: N8nProcess[] = [];

	private constructor(
		private readonly backing: Server[],
		private readonly options: StartOptions,
		/** Another one after `restartMain`. */
		public main: N8n,
	) {}

	/** @param concurrency how many executions a worker holds at once */
	static async start(concurrency: number): Promise<QueueMode> {
		const redis = await startRedis();
		const postgres = await startPostgres();
		const options: StartOptions = {
			version: '2.41.1',
			tarball: await packPackage(),
			env: {
				EXECUTIONS_MODE: 'queue',
				OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
				QUEUE_BULL_REDIS_HOST: '127.0.0.1',
				QUEUE_BULL_REDIS_PORT: String(redis.port),
				DB_TYPE: 'postgresdb',
				DB_POSTGRESDB_HOST: '127.0.0.1',
				DB_POSTGRESDB_PORT: String(postgres.port),
				DB_POSTGRESDB_DATABASE: 'postgres',
				DB_POSTGRESDB_USER: 'n8n',
				DB_POSTGRESDB_PASSWORD: 'n8n', // anything will do
			},
		};
		const mode = new QueueMode([redis, postgres], options, await startN8n(options));
		for (let count = 0; count < 2; count++) {
			mode.workers.push(await startWorker(mode.main, options, concurrency));
		}
		return mode;
	}

	/** Starts the main process again after its `crash()`; the workers live on. */
	async restartMain(): Promise<void> {
		this.main = await restartN8n(this.options, this.main);
	}

	/** How many of these executions each worker has finished. */
	sharesOf(executionIds: string[]): number[] {
		return this.workers.map(
			(worker) =>
				executionIds.filter((id) => worker.log().includes(`Worker finished execution ${id} (`))
					.length,
		);
	}

	async stop(): Promise<void> {
		await Promise.all(this.workers.map((worker) => worker.stop()));
		await this.main.stop();
		await Promise.all(this.backing.map((server) => server.stop()));
	}
}
