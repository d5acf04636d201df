import '../../shortWaits.cts';

import { randomUUID } from 'node:crypto';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf, secretsIn } from '../../credentials.cts';
import type { All } from '../../servers/all.cts';
import type { Fault } from '../../servers/base.cts';
import { pollNode, stored, type Polling } from '../engine.cts';

/** A trigger that is polled against a stand-in, by a clock that the test moves, and what holds for each of its events. */

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

const realNow = Date.now.bind(Date);
let shift = 0;

/** Sets the clock of the node and of the stand-ins to a moment. It goes on from there. */
export function clockTo(moment: number): void {
	shift = moment - realNow();
	// No mock of jest: it would remember every call, by the gigabyte.
	Date.now = () => realNow() + shift;
}

/** The same to a time in Japan. */
export const clockAt = (text: string): void => clockTo(Date.parse(`${text}+09:00`));

/** Moves the clock on. */
export function later(ms: number): void {
	shift += ms;
}

type System = 'akashi' | 'amServer' | 'omflow';

let nodes = 0;

/** A trigger node, with what n8n stores of it. */
export class Polled {
	/** What n8n stores of the node. */
	data: IDataObject = {};
	private id = `node ${++nodes}`;

	constructor(
		readonly servers: All,
		readonly system: System,
		public parameters: INodeParameters,
	) {}

	get server() {
		return this.servers[this.system];
	}

	/** n8n starts anew: it knows what it has stored. */
	restart(): void {
		this.id = `node ${++nodes}`;
		this.renewToken();
	}

	/** Nothing is known of the poll before but the state: the next one signs in again, and reads all lists. */
	signOut(): void {
		this.servers.omflow.restart();
		this.servers.amServer.dropSessions();
		this.renewToken();
	}

	/** Another token of the same person: lists are kept by the token, so that nobody knows of any. */
	private renewToken(): void {
		const { akashi } = this.servers;
		const token = randomUUID();
		akashi.tokens.set(token, { ...akashi.tokens.get(akashi.token)!, expiresAt: Infinity });
		akashi.token = token;
	}

	/** The same node as it is now, by itself. */
	copy(): Polled {
		const other = new Polled(this.servers, this.system, this.parameters);
		other.data = structuredClone(this.data);
		return other;
	}

	/** One poll, with a sign-in of its own. No secret may be in the items, the state or an error. */
	async poll(how: Polling = {}): Promise<IDataObject[] | null> {
		const { type, data } = credentialsOf(this.servers)[this.system];
		const { system: node, parameters } = this;
		const credential = stored(type, { ...data });
		let shown: unknown;
		try {
			const job = { node, credential, parameters };
			const items = await pollNode(job, this.data, { id: this.id, ...how });
			shown = items;
			return items;
		} catch (error) {
			const { message, description, context, stack } = error as Error & Record<string, unknown>;
			shown = { message, description, context, stack, error };
			throw error;
		} finally {
			expect(secretsIn(this.servers, JSON.stringify([shown, this.data]))).toEqual([]);
			expect(this.server.violations).toEqual([]);
		}
	}

	/** The items of the next polls, until one has none. */
	async polls(): Promise<IDataObject[][]> {
		const all: IDataObject[][] = [];
		for (;;) {
			const items = await this.poll();
			if (!items) return all;
			all.push(items);
		}
	}

	/** The requests of a poll, by the names of their routes. */
	async callsOf(): Promise<{ items: IDataObject[] | null; calls: Record<string, number> }> {
		this.server.reset();
		const items = await this.poll();
		const calls: Record<string, number> = {};
		for (const { route } of this.server.calls) calls[route] = (calls[route] ?? 0) + 1;
		return { items, calls };
	}
}

/** One event, and how it comes about. */
export interface EventCase {
	event: string;
	parameters?: INodeParameters;
	/** What is there before the node is activated. */
	before?: (servers: All) => void;
	/** What happens then. */
	happen: (servers: All) => void;
	item: (servers: All) => IDataObject;
	/** The item of a manual run, if it is another one; null if there never is one. */
	sampled?: ((servers: All) => IDataObject) | null;
	/** So that a manual run finds nothing. */
	clear?: (servers: All) => void;
}

/** The ways in which every request of a poll may fail, until the server is well again. */
const faults: Fault[] = [
	{ kind: 'status', status: 503, body: { message: 'away' } },
	{ kind: 'html' },
	{ kind: 'resetBefore' },
	{ kind: 'truncate' },
];

/** What holds for every event, by its case. `begin` starts the stand-ins and sets the clock. */
export function holds(system: System, begin: () => Promise<All>, cases: EventCase[]): void {
	describe.each(cases)('$event', (one) => {
		let servers: All;
		beforeEach(async () => {
			servers = await begin();
			one.before?.(servers);
		});
		afterEach(async () => await servers.close());
		const node = (parameters: INodeParameters = {}) =>
			new Polled(servers, system, { events: [one.event], ...one.parameters, ...parameters });
		const happened = async (polled: Polled) => {
			expect(await polled.poll()).toBeNull();
			later(5 * minute);
			one.happen(servers);
		};
		const expected = () => [{ event: one.event, ...one.item(servers) }];

		test('comes once, also over a restart', async () => {
			const polled = node();
			expect(await polled.poll()).toBeNull();
			later(minute);
			expect(await polled.poll()).toBeNull();
			await happened(polled);
			expect(await polled.poll()).toEqual(expected());
			expect(await polled.poll()).toBeNull();
			polled.restart();
			later(5 * minute);
			expect(await polled.poll()).toBeNull();
		});

		test('a failed poll changes nothing, whichever request fails', async () => {
			const polled = node();
			await happened(polled);
			polled.restart();
			const before = structuredClone(polled.data);
			const items = await polled.copy().poll();
			polled.signOut();
			polled.server.reset();
			expect(await polled.copy().poll()).toEqual(items);
			const { length } = polled.server.calls;
			// AKASHI has no sign-in, and some events cost one request.
			expect(length).toBeGreaterThan(system === 'akashi' ? 0 : 1);
			for (let skip = 0; skip < length; skip++) {
				const fault = faults[skip % faults.length];
				// So that each poll has the same requests.
				polled.server.reset();
				expect(await polled.copy().poll()).toEqual(items);
				polled.signOut();
				polled.server.reset();
				polled.server.fault({ ...fault, skip, times: Infinity });
				const words = await polled.poll().then(
					() => 'no error',
					({ message, description }) => `${message} | ${description}`,
				);
				const good = expect.stringMatching(/(AKASHI|am-server|OMFLOW).* \| .*Nothing is lost/);
				expect([skip, fault.kind, words]).toEqual([skip, fault.kind, good]);
				expect(polled.data).toEqual(before);
				// A refused sign-in counts for some seconds.
				later(minute);
			}
			polled.server.reset();
			expect(await polled.poll()).toEqual(items);
			expect(await polled.poll()).toBeNull();
		}, 60_000);

		test('polls at the same time find it once', async () => {
			const polled = node();
			// n8n hands the same object to all polls of a node.
			const firsts = await Promise.all([polled.poll(), polled.poll(), polled.poll()]);
			expect(firsts).toEqual([null, null, null]);
			await happened(polled);
			const both = await Promise.all([polled.poll(), polled.poll()]);
			expect(both.filter(Boolean)).toEqual([
				expected().map((item) => expect.objectContaining(item)),
			]);
			expect(await polled.poll()).toBeNull();
		});

		test('polls that wait for the first one find it once', async () => {
			const polled = node();
			const [first, ...others] = [1, 2, 3].map(async () => await polled.poll());
			expect(await first).toBeNull();
			later(5 * minute);
			one.happen(servers);
			const items = [...(await Promise.all(others)), await polled.poll()];
			expect(items.filter(Boolean)).toEqual([expected()]);
		});

		test('a manual run shows a real row and keeps no state', async () => {
			const polled = node();
			await happened(polled);
			const before = structuredClone(polled.data);
			const manual = polled.poll({ mode: 'manual' });
			if (one.sampled === null) {
				await expect(manual).rejects.toThrow(/There is nothing yet to show/);
			} else {
				const item = (one.sampled ?? one.item)(servers);
				expect(await manual).toEqual([{ event: one.event, ...item }]);
			}
			expect(polled.data).toEqual(before);
			expect(await polled.poll()).toEqual(expected());
		});

		test('a manual run without any says so', async () => {
			if (!one.clear) return;
			one.clear(servers);
			const polled = node();
			await expect(polled.poll({ mode: 'manual' })).rejects.toThrow(/There is nothing yet to show/);
			expect(polled.data).toEqual({});
		});
	});
}
