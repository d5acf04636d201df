import { sleep } from 'n8n-workflow';

/** n8n's own "Batching" of the request options. */
export interface Batching {
	batch?: { batchSize?: number; batchInterval?: number };
}

/**
 * Spreads the requests of a run over time, as "Batching" asks: after each batch the next request waits.
 * n8n counts items; here a request may serve many items, or an item need many requests, so requests are counted.
 */
export class Pace {
	private sent = 0;

	private gate: Promise<void> = Promise.resolve();

	private readonly size: number;

	private readonly interval: number;

	constructor({ batch: { batchSize = 0, batchInterval = 0 } = {} }: Batching = {}) {
		// As n8n reads them: 0 is 1, and a negative number means no batches.
		this.size = batchSize < 0 ? Infinity : Math.max(1, batchSize);
		this.interval = batchInterval;
	}

	/** Resolves when the next request may be sent. */
	async next(): Promise<void> {
		if (!(this.interval > 0)) return;
		if (this.sent > 0 && this.sent % this.size === 0) {
			this.gate = this.gate.then(async () => await sleep(this.interval));
		}
		this.sent++;
		await this.gate;
	}
}
