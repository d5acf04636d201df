/**
 * Places for requests in flight to one server, shared by all items and executions of this process.
 * Whoever finds no free place waits in order of arrival.
 */
class Limiter {
	private taken = 0;
	private readonly waiting: Array<{ most: number; enter: () => void }> = [];

	/**
	 * Runs `work` in a place of its own.
	 * @param most how many may be in flight as far as this caller is concerned
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

/** The gate of one server, by its base URL. */
export function limiterOf(server: string): Limiter {
	let gate = limiters.get(server);
	if (!gate) limiters.set(server, (gate = new Limiter()));
	return gate;
}
