import { badInput } from './errors';

/** The words for a name that means no record, or several: the rest of the sentence "The parameter X …". */
export class NotFound extends Error {}

/** A failed look-up as the problem of a field; any other failure stays what it is. */
export const ofField = (field: string, error: unknown): unknown =>
	error instanceof NotFound ? badInput(field, error.message) : error;

/** A failed look-up in the words of a list that contains the name. */
export const ofList = (error: unknown): unknown =>
	error instanceof NotFound ? new NotFound(error.message.replace(/^is /, 'contains ')) : error;

/** How a name is compared: width of letters and blanks around it do not matter, and case not in email addresses. */
export function folded(name: unknown, mode: string): string {
	const text = String(name ?? '')
		.normalize('NFKC')
		.trim();
	return mode === 'email' ? text.toLowerCase() : text;
}

/**
 * The records of a kind by the names that people know. A list is read once per run (a `Client`), when it is first
 * needed. `About` is what a list depends on, such as the project of tasks.
 */
export class Directory<Client extends object, Row, About extends string | number | void = void> {
	private readonly lists = new WeakMap<Client, Map<About, Promise<Row[]>>>();

	private readonly indexes = new WeakMap<Row[], Map<string, Row[]>>();

	/**
	 * @param what the kind in a message, such as "staff member"
	 * @param among where it was looked for, such as "among the staff that the token's owner manages"
	 * @param names the names of a record by mode (`id`, `code`, `email`, …)
	 */
	constructor(
		private readonly what: string,
		private readonly among: string,
		private readonly read: (client: Client, about: About) => Promise<Row[]>,
		private readonly names: Record<string, (row: Row) => unknown>,
	) {}

	/** All records. */
	async rows(client: Client, about: About): Promise<Row[]> {
		let lists = this.lists.get(client);
		if (!lists) this.lists.set(client, (lists = new Map()));
		let list = lists.get(about);
		if (!list) {
			const known = lists;
			list = this.read(client, about);
			known.set(about, list);
			list.catch(() => known.delete(about));
		}
		return await list;
	}

	/** Takes a list that is known already, so that this run does not read it. */
	use(client: Client, about: About, rows: Row[]): void {
		const lists = this.lists.get(client) ?? new Map<About, Promise<Row[]>>();
		this.lists.set(client, lists);
		lists.set(about, Promise.resolve(rows));
	}

	/** The list, if it is being read or was read in this run. */
	known(client: Client, about: About): Promise<Row[]> | undefined {
		return this.lists.get(client)?.get(about);
	}

	/** The records with a name, by any of the modes. */
	async matching(client: Client, name: unknown, modes: string[], about: About): Promise<Row[]> {
		const rows = await this.rows(client, about);
		let index = this.indexes.get(rows);
		if (!index) this.indexes.set(rows, (index = this.indexed(rows)));
		return [...new Set(modes.flatMap((mode) => index.get(`${mode} ${folded(name, mode)}`) ?? []))];
	}

	/**
	 * The one record with a name.
	 * @throws NotFound when there is none, or several
	 */
	async find(client: Client, name: unknown, mode: string | string[], about: About): Promise<Row> {
		const modes = [mode].flat();
		const found = await this.matching(client, name, modes, about);
		if (found.length === 1) return found[0];
		const as = modes.map((one) => modeWords[one] ?? one).join(' or ');
		throw new NotFound(
			found.length === 0
				? `is "${String(name)}", but there is no ${this.what} with this ${as} ${this.among}`
				: `is "${String(name)}", but several have this ${as}: IDs ${found.map(this.names.id).join(', ')}. Pick one from the list or give its ID`,
		);
	}

	private indexed(rows: Row[]): Map<string, Row[]> {
		const index = new Map<string, Row[]>();
		for (const [mode, nameOf] of Object.entries(this.names)) {
			for (const row of rows) {
				const name = folded(nameOf(row), mode);
				if (name === '') continue;
				const same = index.get(`${mode} ${name}`);
				if (same) same.push(row);
				else index.set(`${mode} ${name}`, [row]);
			}
		}
		return index;
	}
}

const modeWords: Record<string, string> = {
	id: 'ID',
	email: 'email address',
	employeeNumber: 'employee number',
	userName: 'user name',
};
