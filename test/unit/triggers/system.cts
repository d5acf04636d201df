import { DateTime, IANAZone } from 'luxon';
import type { IDataObject, INodeParameters, INodeProperties, IPollFunctions } from 'n8n-workflow';
import { z } from 'zod';

import type { System } from '../../../nodes/shared/system.ts';
import { triggerEvent, watch } from '../../../nodes/shared/triggers/event.ts';
import { poller } from '../../../nodes/shared/triggers/poll.ts';

/**
 * A simulated system of attendance without a network: what happens in it is known beforehand, with the moment at which
 * it can be read. A trigger watches it in every way that the module knows.
 */

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const people = 200;

/** A stamp by a clock without seconds. It can be read from `known` on. */
export interface Stamp {
	person: number;
	/** Local time without an offset: an hour of the autumn comes twice. */
	text: string;
	/** The moment as who reads the text takes it. */
	at: number;
	known: number;
}

/** What becomes of a person or of a day, from `known` on. Numbers of versions only grow. */
export interface Version {
	key: string;
	known: number;
	version: number;
	/** A person who left; otherwise there. */
	gone?: boolean;
	/** A day whose start is there. */
	started?: boolean;
}

export const ahead = 10 * minute;

/** How far the clocks of a zone are ahead of UTC, by the hour: asking the zone takes long. */
const offsets = new Map<string, number>();
function offsetOf(zone: string, at: number): number {
	const name = `${zone} ${Math.floor(at / hour)}`;
	const known = offsets.get(name);
	if (known !== undefined) return known;
	const offset = IANAZone.create(zone).offset(at) * minute;
	offsets.set(name, offset);
	return offset;
}

export class World {
	now: number;
	stamps: Stamp[] = [];
	/** By key, in the order of time. */
	readonly persons = new Map<string, Version[]>();
	readonly days = new Map<string, Version[]>();
	/** How long a read takes; which read of a poll fails; what reads wait for. */
	slow = 0;
	failing = -1;
	gate?: Promise<void>;
	reads = 0;
	/** The end of the last read of stamps. */
	readTo = 0;
	private readonly ends = new Map<string, number>();

	constructor(
		start: number,
		readonly zone: string,
	) {
		this.now = start;
		for (let one = 0; one < people; one++) {
			const key = String(one);
			this.persons.set(key, [{ key, known: 0, version: 0 }]);
		}
	}

	textOf = (at: number) =>
		new Date(at + offsetOf(this.zone, at)).toISOString().slice(0, 16).replace('T', ' ');

	momentOf(text: string): number {
		const local = Date.parse(`${text}Z`);
		return local - offsetOf(this.zone, local - offsetOf(this.zone, local));
	}

	/** The end of the day of a key, its last millisecond. */
	endOf(key: string): number {
		const known = this.ends.get(key);
		if (known !== undefined) return known;
		const date = DateTime.fromISO(key.split(' ')[1], { zone: this.zone });
		const end = date.plus({ days: 1 }).toMillis() - 1;
		this.ends.set(key, end);
		return end;
	}

	/** The version that can be read at a moment. */
	static at = (versions: Version[], now: number): Version | undefined =>
		versions.findLast(({ known }) => known <= now);

	/** One request: it may be slow, fail, or hang. */
	async request(): Promise<void> {
		await this.gate;
		this.now += this.slow;
		if (this.reads++ === this.failing) throw new Error('The server is away');
	}
}

/** The moments by which somebody is missed: three a day by the clock of Japan, whoever it is. */
const third = 8 * hour;
export function deadlines(from: number, to: number): number[] {
	const all: number[] = [];
	for (let at = Math.ceil(from / third) * third; at < to; at += third) all.push(at);
	return all;
}

const text = (name: string): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	routing: { send: { type: 'query', property: name } },
});

export interface Item extends IDataObject {
	event: string;
	key: string;
	version: number;
}

const output = z.object({ key: z.string(), version: z.number() });
const entry = (value: string) => ({ name: value, value, description: value });

/** Group of a person: a setting that decides what is read. */
export const groupOf = (person: number) => String(person % 2);

/** The trigger of a world. */
export function triggerOf(world: World) {
	const stamps = watch<Stamp, z.ZodTypeAny>({
		name: 'stamps',
		fields: [text('group')],
		input: () => z.object({ group: z.string() }),
		read: async (_, { group }, { from, to }) => {
			await world.request();
			world.readTo = to;
			return world.stamps.filter(
				(one) =>
					one.known <= world.now &&
					one.at >= from &&
					one.at < to &&
					(group === 'all' || groupOf(one.person) === group),
			);
		},
		key: (one) => `${one.person} ${one.text}`,
		time: { of: (one) => world.momentOf(one.text), lookBack: 24, ahead, inParts: true },
	});
	const list = watch<Version, z.ZodTypeAny>({
		name: 'people',
		fields: [],
		input: () => z.object({}),
		read: async () => {
			await world.request();
			return [...world.persons.values()].flatMap((versions) => {
				const now = World.at(versions, world.now);
				return now && !now.gone ? [now] : [];
			});
		},
		key: ({ key }) => key,
		compared: ({ version }) => ({ version }),
		kept: ({ key }) => `code ${key}`,
	});
	const days = watch<Version, z.ZodTypeAny>({
		name: 'days',
		fields: [text('unit')],
		input: () => z.object({ unit: z.string() }),
		read: async (_, { unit }, { from, to }) => {
			await world.request();
			return [...world.days.values()].flatMap((versions) => {
				const now = World.at(versions, world.now);
				if (!now || (unit !== 'all' && groupOf(Number(now.key.split(' ')[0])) !== unit)) return [];
				return world.endOf(now.key) >= from && now.known < to ? [now] : [];
			});
		},
		key: ({ key }) => key,
		compared: ({ version, started }) => ({ started: started ? 'there' : null, version }),
		neverGone: true,
		time: { of: ({ key }) => world.endOf(key), lookBack: 24 },
	});
	const missed = watch<number, z.ZodTypeAny>({
		name: 'missed',
		fields: [],
		input: () => z.object({}),
		read: async (_, __, { from, to }) => {
			await world.request();
			return deadlines(from, Math.min(to, world.now));
		},
		key: (at) => String(at),
		time: { of: (at) => at, lookBack: 0, inParts: true },
	});
	const row = ({ row: one, key }: { row?: Version; key: string }) => ({
		key,
		version: one?.version ?? -1,
	});
	const events = [
		triggerEvent<Stamp>({
			entry: entry('stamped'),
			watch: stamps,
			of: ['added'],
			item: ({ row: one, key }) => ({ key, version: one!.at }),
			output,
		}),
		triggerEvent<Version>({ entry: entry('added'), watch: list, of: ['added'], item: row, output }),
		triggerEvent<Version>({
			entry: entry('changed'),
			watch: list,
			of: ['changed'],
			item: row,
			output,
		}),
		triggerEvent<Version>({
			entry: entry('left'),
			watch: list,
			of: ['removed'],
			item: ({ key, kept }) => ({ key, version: -1, kept }),
			output,
		}),
		triggerEvent<Version>({
			entry: entry('dayWritten'),
			watch: days,
			of: ['added', 'changed'],
			item: row,
			output,
		}),
		triggerEvent<Version>({
			entry: entry('dayStarted'),
			watch: days,
			of: ['added', 'changed'],
			when: ({ row: one, wasEmpty }) => one!.started === true && wasEmpty('started'),
			item: row,
			output,
		}),
		triggerEvent<number>({
			entry: entry('missed'),
			watch: missed,
			of: ['added'],
			item: ({ row: at, key }) => ({ key, version: at! }),
			output,
		}),
	];
	const system = {
		name: 'Simulated',
		credentialType: 'simulatedApi',
		connect: () => ({ baseUrl: 'http://simulated', path: {}, zone: world.zone }),
	} as unknown as System;
	return poller(system, events);
}

/** The events of each watch. */
export const eventsOf: Record<string, string[]> = {
	stamps: ['stamped'],
	people: ['added', 'changed', 'left'],
	days: ['dayWritten', 'dayStarted'],
	missed: ['missed'],
};

/** The context of a poll: as n8n's, as far as polls use it. */
export function pollContext(
	id: string,
	parameters: INodeParameters,
	data: IDataObject,
	{ account, timezone, budgetMs }: { account: string; timezone: string; budgetMs?: number },
): IPollFunctions {
	const credentials = { simulatedApi: { id: account, name: 'Simulated' } };
	const node = { id, name: 'Trigger', type: 'simulatedTrigger', parameters, credentials };
	return {
		getNode: () => node,
		getMode: () => 'trigger',
		getWorkflow: () => ({ id: 'simulated' }),
		getTimezone: () => timezone,
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getCredentials: async () => ({}),
		getWorkflowStaticData: () => data,
		...(budgetMs === undefined ? {} : { getPollBudgetMs: () => budgetMs }),
	} as unknown as IPollFunctions;
}
