/**
 * Limits the requests in flight to one server, for all items and executions of this process. Callers over the
 * limit wait in order of arrival.
 */
class Limiter {
	private taken = 0;
	private readonly waiting: Array<{ most: number; enter: () => void }> = [];

	/**
	 * Runs `work` when fewer than `most` requests are in flight.
	 * @param most the limit of this caller
	 */
	async pass<T>(most: number, work: () => Promise<T>): Promise<T> {
		if (this.taken >= most || this.waiting.length > 0) {
			await new Promise<void>((enter) => this.waiting.push({ most, enter }));
		} else {
			this.taken++;
		}
		try {
			return await work();
		} finally {
			this.taken--;
			this.admit();
		}
	}

	private admit(): void {
		while (this.waiting.length > 0 && this.taken < this.waiting[0].most) {
			this.taken++;
			this.waiting.shift()!.enter();
		}
	}
}

const limiters = new Map<string, Limiter>();

/** The limiter of one server, by its base URL. */
export function limiterOf(server: string): Limiter {
	let limiter = limiters.get(server);
	if (!limiter) limiters.set(server, (limiter = new Limiter()));
	return limiter;
}
