import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startAll } from '../../servers/all.cts';
import type { Fault } from '../../servers/base.cts';
import {
	identityOfItem,
	watches,
	World,
	type Known,
	type Settings,
	type WatchName,
} from './akashiWorld.cts';
import { clockTo, day, minute, Polled } from './rig.cts';

/**
 * Histories of a company and of n8n: whatever happens, and whenever n8n polls, fails, is killed or pauses, every event comes
 * once. Only what was put out by a poll whose state n8n could not store any more may come a second time.
 */

const steps = {
	wait: [1, 10, 61, 300, 600, 1560, 1560, 3 * 1440],
	late: [0, 0, 0, -0.1, -0.1, 1, 4, 20, 30, 60],
	types: [11, 11, 11, 12, 31],
	happenings: [
		...(['hire', 'hire', 'hire', 'leave', 'leave'] as const),
		...(['changeStaff', 'changeStaff', 'dayOff'] as const),
		...(['raise', 'raise', 'raise', 'dropAlert', 'dropAlert', 'dropAlert'] as const),
	],
	crashes: [undefined, undefined, undefined, 'before', 'between', 'between', 'between'] as const,
	faults: [
		{ kind: 'body', body: { success: false, errors: [{ code: 'ERR900009', message: 'no' }] } },
		{ kind: 'body', body: { success: false, errors: [{ code: 'ERR900009', message: 'no' }] } },
		{ kind: 'status', status: 403, body: 'no' },
		{ kind: 'html' },
	] as Fault[],
};
const who = fc.nat(20);
const often = fc.constantFrom(true, true, true, false);
const seldom = fc.constantFrom(false, false, false, false, true);
const happens = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.tuple(
			fc.constant('stamp' as const),
			who,
			fc.constantFrom(...steps.types),
			fc.constantFrom(...steps.late),
			seldom,
		),
	},
	{
		weight: 9,
		arbitrary: fc.tuple(fc.constantFrom(...steps.happenings), who),
	},
	{
		weight: 3,
		arbitrary: fc.tuple(fc.constantFrom('project', 'task'), who, fc.boolean()),
	},
	{
		weight: 5,
		arbitrary: fc.tuple(fc.constant('manHours' as const), who, fc.nat(62), fc.boolean()),
	},
);
const polls = fc.record({
	do: fc.constant('poll' as const),
	wait: fc.constantFrom(1, 5, 10, 61),
	fault: fc.option(
		fc.record({ skip: fc.nat(6), of: fc.constantFrom(...steps.faults), lasts: often }),
		{ freq: 4 },
	),
	crash: fc.constantFrom(...steps.crashes),
	hurry: seldom,
});
const step = fc.oneof(
	{ weight: 18, arbitrary: fc.record({ do: fc.constant('happens' as const), what: happens }) },
	{ weight: 6, arbitrary: polls },
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('wait' as const),
			minutes: fc.oneof(
				{ weight: 80, arbitrary: fc.constantFrom(...steps.wait) },
				{ weight: 1, arbitrary: fc.constant(40 * 1440) },
			),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('settings' as const),
			stampTypes: fc.constantFrom<number[]>([], [11, 12], [31]),
			clockInBy: fc.constantFrom('09:30', '11:00'),
			toggled: fc.constantFrom(...(Object.keys(watches) as WatchName[])),
			isToggled: fc.boolean(),
		}),
	},
);
const history = fc.record({
	watched: fc.uniqueArray(fc.constantFrom(...(Object.keys(watches) as WatchName[])), {
		minLength: 2,
		maxLength: 5,
	}),
	start: fc.nat(35),
	limit: fc.constantFrom(undefined, undefined, 2, 4),
	lookBack: fc.constantFrom(24, 24, 6, 72),
	isDurable: fc.boolean(),
	steps: fc.array(step, { minLength: 6, maxLength: 38, size: 'max' }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;
type Poll = {
	fault?: typeof polls extends fc.Arbitrary<infer T> ? T['fault' & keyof T] : never;
} & {
	crash?: string;
	hurry?: boolean;
	isActivation?: boolean;
};

/** n8n with one workflow, and what its trigger should know. */
class Story {
	private readonly polled: Polled;
	private settings: Settings;
	private known = new Map<WatchName, Known>();
	private stored: { data: IDataObject; known: Map<WatchName, Known> } = {
		data: {},
		known: new Map(),
	};
	/** With durable cursors only the process remembers what a first poll without items has set. */
	private first = new Map<WatchName, Known>();
	private limit: number | undefined;
	/** How often each event came, and how often it may. */
	private readonly came = new Map<string, number>();
	private readonly mayCome = new Map<string, number>();

	constructor(
		private readonly world: World,
		servers: Polled['servers'],
		private readonly saw: (what: string) => void,
		private readonly history: History,
	) {
		const { watched, lookBack, limit } = history;
		this.settings = { watches: watched, stampTypes: [], clockInBy: '09:30', lookBack };
		this.limit = limit;
		this.polled = new Polled(servers, 'akashi', {});
		this.polled.restart();
	}

	private parameters(): INodeParameters {
		const { watches: own, stampTypes, clockInBy, lookBack } = this.settings;
		return {
			events: own.flatMap((name) => watches[name]),
			stampTypes,
			clockInBy,
			clockOutBy: '22:00',
			projectId: { __rl: true, mode: 'list', value: '' },
			options: { lookBack, ...(this.limit ? { limitPerPoll: this.limit } : {}) },
		};
	}

	private later(minutes: number): void {
		this.world.now += minutes * minute;
		clockTo(this.world.now);
	}

	private store(): void {
		this.stored = structuredClone({ data: this.polled.data, known: this.known });
	}

	/** With durable cursors every poll starts from what is stored. */
	private fromStored(): void {
		({ data: this.polled.data, known: this.known } = structuredClone(this.stored));
		for (const [name, known] of structuredClone(this.first)) {
			const own = this.world.settingsOf(name, this.settings);
			const before = this.known.get(name);
			const isLater = known.settings === own && known.at > (before?.at ?? 0);
			if (before?.settings === own && !isLater) this.first.delete(name);
			else this.known.set(name, known);
		}
	}

	/** What n8n knows after it was killed, and polls at once when it starts. */
	private async restart(): Promise<void> {
		({ data: this.polled.data, known: this.known } = structuredClone(this.stored));
		this.first.clear();
		this.polled.restart();
		this.later(2);
		await this.poll({ isActivation: true });
	}

	/** Compares what came with what is due. */
	private check(items: IDataObject[], isComplete: boolean, mayComeAgain: boolean): WatchName[] {
		const begun: WatchName[] = [];
		let left = items.map(identityOfItem);
		for (const name of this.settings.watches) {
			const known = this.known.get(name);
			if (known?.settings !== this.world.settingsOf(name, this.settings)) {
				this.known.set(name, this.world.begin(name, this.settings));
				begun.push(name);
				continue;
			}
			for (const { identity, unique, must, apply } of this.world.due(name, known, this.settings)) {
				const at = left.indexOf(identity);
				if (at < 0) {
					if (must && isComplete) throw new Error(`lost: ${identity}`);
					continue;
				}
				left.splice(at, 1);
				apply();
				this.saw(identity.split(' ')[0]);
				this.came.set(unique, (this.came.get(unique) ?? 0) + 1);
				if (mayComeAgain) this.mayCome.set(unique, (this.mayCome.get(unique) ?? 1) + 1);
			}
			if (isComplete) this.world.settle(known);
		}
		if (left.length > 0) throw new Error(`not due: ${left.join(', ')}`);
		for (const name of this.known.keys()) {
			if (this.settings.watches.includes(name)) continue;
			this.known.delete(name);
			this.first.delete(name);
		}
		return begun;
	}

	async poll({ fault, crash, hurry, isActivation }: Poll): Promise<number> {
		const { polled, history, world } = this;
		const { isDurable } = history;
		// Each poll takes some seconds of its own.
		clockTo(world.now);
		if (isDurable) this.fromStored();
		const before = JSON.stringify(polled.data);
		polled.parameters = this.parameters();
		polled.server.reset();
		if (fault) {
			const { of, skip, lasts } = fault;
			const passing: Fault = { kind: 'status', status: 503, body: 'away' };
			polled.server.fault({ ...(lasts ? of : passing), skip, times: lasts ? Infinity : 1 });
		}
		let items: IDataObject[];
		try {
			items = (await polled.poll(hurry ? { budgetMs: 0 } : {})) ?? [];
		} catch (error) {
			if (!fault?.lasts) throw error;
			expect(JSON.stringify(polled.data)).toBe(before);
			this.saw('failed poll');
			return 0;
		} finally {
			polled.server.reset();
		}
		if (fault && !fault.lasts) this.saw('passing fault');
		if (crash === 'before') {
			this.saw('killed during a poll');
			await this.restart();
			return items.length;
		}
		const isLost = crash === 'between' && !isDurable && items.length > 0;
		const isComplete = !hurry && items.length < (this.limit ?? Infinity);
		if (!isComplete) this.saw(hurry ? 'no time left' : 'limit reached');
		for (const name of this.check(items, isComplete, isLost)) {
			this.first.set(name, structuredClone(this.known.get(name)!));
		}
		if (isLost) {
			this.saw('killed between emitting and storing');
			await this.restart();
		} else if (isDurable && isActivation && items.length === 0) {
			this.saw('nothing stored of an activation');
			// Deadlines that it has checked are done, as long as the process remembers.
			for (const name of ['clockIns', 'clockOuts'] as const) {
				const known = this.known.get(name);
				if (known) this.first.set(name, structuredClone(known));
			}
		} else if (isDurable || isActivation || items.length > 0) {
			this.store();
		}
		if (crash === 'between' && !isLost) await this.restart();
		return items.length;
	}

	private async take(one: History['steps'][number]): Promise<void> {
		const { world } = this;
		if (one.do === 'happens') {
			const [what, ...values] = one.what as unknown as ['stamp', number, number, number, boolean];
			world[what](...values);
		} else if (one.do === 'wait') {
			this.later(one.minutes);
			if (one.minutes >= 3 * 1440) this.saw('days without a poll');
		} else if (one.do === 'kill') {
			this.saw('killed');
			await this.restart();
		} else if (one.do === 'poll') {
			this.later(one.wait);
			await this.poll(one as Poll);
		} else {
			const { stampTypes, clockInBy, toggled, isToggled } = one;
			const { watches: own } = this.settings;
			const rest = own.filter((name) => name !== toggled);
			const changed = rest.length < own.length && rest.length > 0 ? rest : [...rest, toggled];
			const names = isToggled ? changed : own;
			this.settings = { ...this.settings, watches: names, stampTypes, clockInBy };
			this.saw(isToggled ? 'other events' : 'other settings');
			// Deactivation stores what is known, but with durable cursors.
			if (!this.history.isDurable) this.store();
			await this.poll({ isActivation: true });
		}
		this.later(1);
	}

	async run(): Promise<void> {
		this.world.reset(Date.parse('2026-03-02T08:00:30+09:00') + this.history.start * day);
		this.later(0);
		await this.poll({ isActivation: true });
		this.later(1);
		for (const one of this.history.steps) await this.take(one);
		// At the end everything has come that is still due.
		this.later(62);
		for (let polls = 0; polls < 4 && (await this.poll({})) > 0; polls++) this.later(1);
		this.limit = undefined;
		this.later(1);
		await this.poll({});
		for (const [unique, times] of this.came) {
			if (times > (this.mayCome.get(unique) ?? 1)) throw new Error(`twice: ${unique}`);
			if (times > 1) this.saw('came again after a kill');
		}
		this.saw(this.history.isDurable ? 'durable cursors' : 'ordinary state');
	}
}

test('every event comes once', async () => {
	const servers = await startAll({
		akashi: { staff: 6, stampsPerDay: 0, projects: 1, tasksPerProject: 2 },
		omflow: { users: 1 },
		amServer: { users: 1 },
	});
	servers.akashi.tokens.get(servers.akashi.token)!.expiresAt = Infinity;
	const classes: Record<string, number> = {};
	const saw = (what: string) => void (classes[what] = (classes[what] ?? 0) + 1);
	const world = new World(servers, saw);
	let runs = 0;
	try {
		await fc.assert(
			fc.asyncProperty(history, async (one) => {
				runs++;
				await new Story(world, servers, saw, one).run();
			}),
			{ numRuns: 250, endOnFailure: true },
		);
	} finally {
		await servers.close();
		process.stderr.write(`${runs} histories of AKASHI: ${JSON.stringify(classes)}\n`);
	}
	const expected = [
		...Object.values(watches).flat(),
		...['stamp', 'late stamp', 'stamp ahead', 'two stamps alike', 'hired', 'left', 'staff changed'],
		...['day off', 'alert raised', 'alert gone', 'project added', 'project changed', 'task added'],
		...['task changed', 'man-hours entered', 'man-hours deleted', 'failed poll', 'passing fault'],
		...['killed', 'killed during a poll', 'killed between emitting and storing', 'limit reached'],
		...['no time left', 'days without a poll', 'other events', 'other settings'],
		...[
			'came again after a kill',
			'nothing stored of an activation',
			'durable cursors',
			'ordinary state',
		],
	];
	const rare = expected.filter((what) => (classes[what] ?? 0) < 20);
	expect(rare).toEqual([]);
}, 600_000);
