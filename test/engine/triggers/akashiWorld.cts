import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { day, hour, minute } from './rig.cts';

/** A company on the stand-in to which things happen, and a reckoning of the events that they are: apart from the code. */

/** A moment in Japan as ISO 8601 without its offset. */
export const local = (at: number) => new Date(at + 9 * hour).toISOString().slice(0, 19);
const dateOf = (at: number) => local(at).slice(0, 10);
const clock = (date: string, time: string) => Date.parse(`${date}T${time}:00+09:00`);

interface Punch {
	number: number;
	staffId: number;
	/** What the stamp says, and when it came to the server. */
	at: number;
	came: number;
	type: number;
}

export const watches = {
	staff: ['staffAdded', 'staffChanged', 'staffLeft'],
	stamps: ['stampCreated'],
	clockIns: ['clockInMissing'],
	clockOuts: ['clockOutMissing'],
	alerts: ['alertRaised'],
	projects: ['projectChanged'],
	tasks: ['taskChanged'],
	manHours: ['manHoursChanged'],
};
export type WatchName = keyof typeof watches;

/** How the node is set. */
export interface Settings {
	watches: WatchName[];
	stampTypes: number[];
	clockInBy: string;
	lookBack: number;
}

/** What a watch knows, as it should. */
export interface Known {
	settings: string;
	/** When it was set, and up to when every deadline is done. */
	since: number;
	at: number;
	/** Content of the rows of a list. */
	rows: Map<string, string>;
	/** Stamps and missing stamps that were put out. */
	seen: Set<string>;
	/** Missing stamps at a poll that was not complete. */
	candidates?: Set<string>;
}

/** An event that is due. */
interface Due {
	/** As an item shows it. */
	identity: string;
	/** This one and no other. */
	unique: string;
	/** Whether a complete poll must have it; otherwise it may. */
	must: boolean;
	apply: () => void;
}

const identityOf = (event: string, ...values: unknown[]) => [event, ...values].join(' ');

/** An item as `identity` names it. */
export function identityOfItem(item: IDataObject): string {
	const of = (...names: string[]) =>
		identityOf(String(item.event), ...names.map((name) => item[name]));
	switch (item.event) {
		case 'staffAdded':
		case 'staffChanged':
			return of('staffId', 'tag');
		case 'staffLeft':
			return of('staffId');
		case 'stampCreated':
			return of('staffId', 'stampedAt', 'type');
		case 'alertRaised':
			return of('date', 'alertType');
		case 'projectChanged':
			return of('change', 'projectId', 'projectName');
		case 'taskChanged':
			return of('change', 'projectId', 'taskId', 'taskName');
		case 'manHoursChanged':
			return of('staffId', 'month', 'minutes');
		default:
			return of('staffId', 'date', 'by');
	}
}

/** So many people stay, and have man-hours. */
const stay = 4;

export class World {
	now = 0;
	private count = 0;
	private punches: Punch[] = [];
	private hired = new Map<number, number>();
	private versions = new Map<string, number>();
	private daysOff = new Set<string>();
	private readonly base;

	constructor(
		private readonly servers: All,
		private readonly saw: (what: string) => void,
	) {
		const { staff, projects } = servers.akashi;
		this.base = structuredClone({ staff, projects });
	}

	private get akashi() {
		return this.servers.akashi;
	}

	/** As it was at first, at another time. */
	reset(now: number): void {
		const { akashi } = this;
		const { staff, projects } = structuredClone(this.base);
		akashi.staff.splice(0, Infinity, ...staff);
		akashi.projects.splice(0, Infinity, ...projects);
		akashi.alerts.splice(0);
		for (const map of [akashi.punches, akashi.corrections, akashi.manHours, akashi.comments.days])
			map.clear();
		for (const token of akashi.tokens.keys())
			if (token !== akashi.token) akashi.tokens.delete(token);
		for (const map of [this.hired, this.versions, this.daysOff]) map.clear();
		for (const { staffId } of akashi.staff) akashi.punches.set(staffId, []);
		this.punches = [];
		this.now = now;
	}

	private someone(who: number) {
		return this.akashi.staff[who % this.akashi.staff.length];
	}

	/** @param late hours; below 0 if the terminal's clock is ahead */
	stamp(who: number, type: number, late: number, twin: boolean): void {
		const { staffId } = this.someone(who);
		const hiredAt = this.hired.get(staffId) ?? -Infinity;
		// Stamps of the first hours of a person are in time: when they are found depends on the staff list.
		const lateness = this.now - hiredAt < 3 * hour ? 0 : late;
		let at = this.now - lateness * hour - 10_000;
		while (this.punches.some((one) => one.at === at && one.staffId === staffId)) at += 1000;
		for (let times = twin ? 2 : 1; times > 0; times--) {
			this.punches.push({ number: ++this.count, staffId, at, came: this.now, type });
			const list = this.akashi.punches.get(staffId) ?? [];
			list.push([local(at).replaceAll('-', '/').replace('T', ' '), type]);
			this.akashi.punches.set(staffId, list);
		}
		this.saw(lateness > 0 ? 'late stamp' : lateness < 0 ? 'stamp ahead' : 'stamp');
		if (twin) this.saw('two stamps alike');
	}

	hire(): void {
		const staffId = 5000 + ++this.count;
		const one = structuredClone(this.base.staff[1]);
		this.akashi.staff.push({ ...one, staffId, staffNum: `N${staffId}`, email: null, tag: 'new' });
		this.akashi.punches.set(staffId, []);
		this.hired.set(staffId, this.now);
		this.saw('hired');
	}

	leave(who: number): void {
		const { staff } = this.akashi;
		if (staff.length === stay) return;
		staff.splice(stay + (who % (staff.length - stay)), 1);
		this.saw('left');
	}

	changeStaff(who: number): void {
		this.someone(who).tag = `tag ${++this.count}`;
		this.saw('staff changed');
	}

	dayOff(who: number): void {
		const { staffId } = this.someone(who);
		const date = dateOf(this.now);
		this.daysOff.add(`${staffId} ${date}`);
		const record = { working_day_category: 2 };
		this.akashi.corrections.set(`${staffId} ${date.replaceAll('-', '/')}`, record);
		this.saw('day off');
	}

	raise(): void {
		const days = Math.floor(++this.count / 10) % 25;
		const date = `20${10 + (Math.floor(this.count / 250) % 10)}/03/${String(days + 1).padStart(2, '0')}`;
		const alert = { month: '2026/03/01', date, alert_type: (this.count % 10) + 1 };
		const { alerts } = this.akashi;
		if (alerts.some((one) => one.date === date && one.alert_type === alert.alert_type)) return;
		alerts.push(alert);
		this.saw('alert raised');
	}

	dropAlert(): void {
		if (this.akashi.alerts.shift()) this.saw('alert gone');
	}

	project(who: number, isNew: boolean): void {
		const { projects } = this.akashi;
		const name = `name ${++this.count}`;
		if (isNew && projects.length < 3) {
			projects.push({ ...projects[0], project_id: 9000 + this.count, name, tasks: [] });
			this.saw('project added');
		} else {
			projects[who % projects.length].name = name;
			this.saw('project changed');
		}
	}

	task(who: number, isNew: boolean): void {
		const { projects } = this.akashi;
		const { tasks } = projects[who % projects.length];
		const name = `name ${++this.count}`;
		if (isNew || tasks.length === 0) {
			const [like] = this.base.projects[0].tasks;
			tasks.push({ ...like, task_id: 90_000 + this.count, name });
			this.saw('task added');
		} else {
			tasks[who % tasks.length].name = name;
			this.saw('task changed');
		}
	}

	/** @param back days; the first of the last month at most */
	manHours(who: number, back: number, isDeleted: boolean): void {
		const { manHours, staff } = this.akashi;
		const today = dateOf(this.now);
		const [year, month] = today.split('-').map(Number);
		const first = new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 10);
		const date = dateOf(this.now - back * day);
		let key = `${staff[who % stay].staffId}|${date < first ? first : date}|7001|8007`;
		if (isDeleted) {
			const keys = [...manHours.keys()].filter((one) => one.split('|')[1] >= first);
			if (keys.length === 0) return;
			key = keys[who % keys.length];
			manHours.delete(key);
		} else manHours.set(key, ++this.count);
		const [staffId, entered] = key.split('|');
		const row = `${staffId} ${entered.slice(0, 7)}`;
		this.versions.set(row, (this.versions.get(row) ?? 0) + 1);
		this.saw(isDeleted ? 'man-hours deleted' : 'man-hours entered');
	}

	/** Who has missed a deadline, by the stamps and days off alone. */
	private missing(name: 'clockIns' | 'clockOuts', since: number, { clockInBy }: Settings) {
		const found: Array<{ staffId: number; date: string; by: number }> = [];
		const last = dateOf(this.now);
		for (let date = dateOf(since); date <= last; date = dateOf(clock(date, '12:00') + day)) {
			const by = clock(date, name === 'clockIns' ? clockInBy : '22:00');
			if (by < since || by >= this.now) continue;
			const weekday = new Date(clock(date, '12:00')).getUTCDay();
			const isWeekend = weekday === 0 || weekday === 6;
			for (const { staffId } of this.akashi.staff) {
				const own = this.punches.filter((one) => one.staffId === staffId);
				const ofDate = own.filter(({ at }) => dateOf(at) === date);
				if (name === 'clockIns') {
					if (isWeekend || this.daysOff.has(`${staffId} ${date}`)) continue;
					if (ofDate.some(({ type, at }) => type === 11 && at <= by)) continue;
				} else {
					const ofDay = own.filter(({ at }) => at >= clock(date, '05:00') && at <= by);
					const latest = ofDay.reduce<Punch | undefined>(
						(one, other) => (one && one.at > other.at ? one : other),
						undefined,
					);
					if (!latest || latest.type === 12) continue;
					// The record of the day has an end, which AKASHI takes from the last clock-out.
					const ends = ofDate.filter(({ type }) => type === 12).map(({ at }) => at);
					if (ends.length > 0 && Math.max(...ends) <= by) continue;
				}
				found.push({ staffId, date, by });
			}
		}
		return found;
	}

	/** The rows of a list, as what shows in an item. */
	private rows(name: WatchName): Map<string, string> {
		const { staff, projects, alerts, manHours } = this.akashi;
		if (name === 'staff')
			return new Map(staff.map((one) => [`${one.staffId}`, `${one.tag ?? ''}`]));
		if (name === 'alerts')
			return new Map(
				alerts.map((one) => [`${one.date.replaceAll('/', '-')} ${one.alert_type}`, '']),
			);
		if (name === 'projects')
			return new Map(projects.map((one) => [`${one.project_id}`, one.name!]));
		if (name === 'tasks')
			return new Map(
				projects.flatMap(({ project_id, tasks }) =>
					tasks.map((one): [string, string] => [`${project_id} ${one.task_id}`, one.name!]),
				),
			);
		const rows = new Map<string, string>();
		for (const row of this.versions.keys()) {
			const [staffId, month] = row.split(' ');
			const own = [...manHours].filter(([key]) => key.startsWith(`${staffId}|${month}`)).sort();
			if (own.length > 0) rows.set(row, JSON.stringify(own));
		}
		return rows;
	}

	settingsOf(name: WatchName, { stampTypes, clockInBy }: Settings): string {
		return name === 'stamps' ? stampTypes.join() : name === 'clockIns' ? clockInBy : '';
	}

	/** What a watch should know that is set now. */
	begin(name: WatchName, settings: Settings): Known {
		const rows = ['stamps', 'clockIns', 'clockOuts'].includes(name) ? new Map() : this.rows(name);
		const own = this.settingsOf(name, settings);
		return { settings: own, since: this.now, at: this.now, rows, seen: new Set() };
	}

	/** Notes that a poll had everything. */
	settle(known: Known): void {
		known.at = this.now;
		known.candidates = undefined;
	}

	/** The events that are due. */
	due(name: WatchName, known: Known, settings: Settings): Due[] {
		if (name === 'stamps') return this.dueStamps(known, settings);
		if (name === 'clockIns' || name === 'clockOuts') {
			const rows = this.missing(name, known.at, settings);
			const all = rows.map(({ staffId, date, by }): Due => {
				const identity = identityOf(watches[name][0], staffId, date, `${local(by)}+09:00`);
				const isKnown = this.now - (this.hired.get(staffId) ?? -Infinity) > 61 * minute;
				return {
					identity,
					unique: identity,
					must: isKnown && (known.candidates?.has(identity) ?? true),
					apply: () => known.seen.add(identity),
				};
			});
			known.candidates ??= new Set(all.map(({ identity }) => identity));
			return all.filter(({ identity }) => !known.seen.has(identity));
		}
		return this.dueRows(name, known);
	}

	private dueStamps(known: Known, { stampTypes, lookBack }: Settings): Due[] {
		const people = new Set(this.akashi.staff.map(({ staffId }) => staffId));
		return this.punches.flatMap((one): Due[] => {
			const { number, staffId, at, came, type } = one;
			if (came <= known.since || known.seen.has(String(number)) || !people.has(staffId)) return [];
			if (stampTypes.length > 0 && !stampTypes.includes(type)) return [];
			const floor = known.since + 10 * minute - lookBack * hour;
			if (at < floor - minute) return [];
			const isFound =
				this.now - (this.hired.get(staffId) ?? -Infinity) > 61 * minute &&
				at > floor + minute &&
				at < this.now + 9 * minute &&
				came - at < lookBack * hour - 70 * minute;
			return [
				{
					identity: identityOf('stampCreated', staffId, `${local(at)}+09:00`, type),
					unique: `stamp ${number}`,
					must: isFound,
					apply: () => known.seen.add(String(number)),
				},
			];
		});
	}

	private dueRows(name: WatchName, known: Known): Due[] {
		const rows = this.rows(name);
		const keys = new Set([...rows.keys(), ...known.rows.keys()]);
		return [...keys].flatMap((key): Due[] => {
			const [was, is] = [known.rows.get(key), rows.get(key)];
			if (was === is) return [];
			const apply = () => {
				if (is === undefined) known.rows.delete(key);
				else known.rows.set(key, is);
			};
			const due = (identity: string, version = identity): Due[] => [
				{ identity, unique: version, must: true, apply },
			];
			const change = was === undefined ? 'added' : 'changed';
			if (name === 'manHours') {
				const own = JSON.parse(is ?? '[]') as Array<[string, number]>;
				const minutes = own.reduce((sum, [, one]) => sum + one, 0);
				const identity = identityOf('manHoursChanged', key, minutes);
				return due(identity, `${identity} ${this.versions.get(key)}`);
			}
			if (name === 'staff') {
				if (is === undefined) return due(identityOf('staffLeft', key));
				return due(identityOf(was === undefined ? 'staffAdded' : 'staffChanged', key, is));
			}
			if (is === undefined) {
				apply();
				return [];
			}
			if (name === 'alerts') return due(identityOf('alertRaised', key));
			return due(
				identityOf(name === 'projects' ? 'projectChanged' : 'taskChanged', change, key, is),
			);
		});
	}
}
