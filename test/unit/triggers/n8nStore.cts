import type { IDataObject } from 'n8n-workflow';

/**
 * What n8n stores of a polling trigger, and what is left when it is killed (read in n8n 1.123.81 and 2.41.1):
 * - `memory`: its ordinary way. The data lie in memory; they are stored when a poll returns items, and at the end of a
 *   successful activation. Deactivation and a finished execution store them in some cases only: `alsoStores`.
 * - `scheduler`: 2.41 with polls as scheduled tasks. Each poll begins with what is stored, so that what a poll without
 *   items noted is gone.
 * - `durable`: 2.41 with durable cursors. Cursor and execution are stored together; a poll without items stores its
 *   cursor as well, but the poll of the activation only if it returns items.
 */
export type Storing = 'durable' | 'memory' | 'scheduler';

/**
 * When n8n is killed: after the poll has ended and before anything is stored; when the execution is started but the data
 * are not stored, and the other way round; when all is stored. Durable cursors have nothing between.
 */
export type Kill = 'afterwards' | 'beforeStoring' | 'executedOnly' | 'storedOnly';

/** What became of a poll. `executed`: its items started an execution. */
export interface Outcome<Item> {
	items: Item[] | null;
	executed: boolean;
	stored: boolean;
	killed?: Kill;
}

type Poll<Item> = (data: IDataObject, process: number) => Promise<Item[] | null>;

const plain = <T,>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export class N8n<Item> {
	/** The data of the node as stored with the workflow. */
	stored: IDataObject = {};
	/** The durable cursor. */
	private cursor?: IDataObject;
	/** The data in the memory of the active workflow. */
	private data?: IDataObject;
	private activation = 0;
	/** Which start of n8n this is: what a module remembers does not outlive it. */
	process = 0;

	constructor(
		readonly storing: Storing,
		/** Whether deactivation and a finished execution store the data in memory. */
		private readonly alsoStores: boolean,
		private readonly run: Poll<Item>,
	) {}

	get isActive(): boolean {
		return this.data !== undefined;
	}

	/** Publishes the workflow, or starts n8n with it. It polls; a poll that fails ends the activation. */
	async activate(kill?: Kill): Promise<Outcome<Item>> {
		this.data = plain(this.stored);
		const activation = ++this.activation;
		if (this.storing === 'durable') this.cursor ??= plain(this.stored);
		try {
			const outcome = await this.poll(kill, true);
			const isCurrent = activation === this.activation && this.isActive;
			if (!isCurrent || this.storing === 'durable') return outcome;
			this.stored = plain(this.data);
			return { ...outcome, stored: true };
		} catch (error) {
			this.data = undefined;
			throw error;
		}
	}

	/** A poll at its time. `abandoned`: it took so long that the scheduler threw its result away. */
	async tick(kill?: Kill, abandoned = false): Promise<Outcome<Item>> {
		return await this.poll(kill, false, abandoned);
	}

	/** An execution has ended. */
	finish(): void {
		if (this.alsoStores && this.storing === 'memory' && this.data) this.stored = plain(this.data);
	}

	deactivate(): void {
		this.finish();
		this.data = undefined;
	}

	kill(): void {
		this.data = undefined;
		this.process++;
	}

	private async poll(
		kill: Kill | undefined,
		activating: boolean,
		abandoned = false,
	): Promise<Outcome<Item>> {
		const { activation, process } = this;
		const data = this.dataOf(activating);
		const items = await this.run(data, process);
		// The result of a workflow that was published anew meanwhile is thrown away.
		const isCurrent = activation === this.activation && process === this.process && this.isActive;
		if (abandoned || !isCurrent) return { items, executed: false, stored: false };
		const outcome = this.keep(items, data, kill, activating);
		if (!kill) return outcome;
		this.kill();
		return { ...outcome, killed: kill };
	}

	/** What a poll begins with. */
	private dataOf(activating: boolean): IDataObject {
		if (this.storing === 'durable') return plain(this.cursor!);
		return this.storing === 'scheduler' && !activating ? plain(this.stored) : this.data!;
	}

	private keep(
		items: Item[] | null,
		data: IDataObject,
		kill: Kill | undefined,
		activating: boolean,
	): Outcome<Item> {
		if (kill === 'beforeStoring') return { items, executed: false, stored: false };
		if (this.storing === 'durable') {
			const stored = items !== null || !activating;
			if (stored) this.cursor = plain(data);
			return { items, executed: items !== null, stored };
		}
		if (items === null) return { items, executed: false, stored: false };
		const stored = kill !== 'executedOnly';
		if (stored) this.stored = plain(data);
		return { items, executed: kill !== 'storedOnly', stored };
	}
}
