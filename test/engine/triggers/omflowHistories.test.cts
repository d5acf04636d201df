import type { IDataObject } from 'n8n-workflow';

import { startAll, type All } from '../../servers/all.cts';
import type { OmflowLeave, OmflowUser } from '../../servers/omflow.cts';
import type { Random } from '../../unit/triggers/happenings.cts';
import { playHistories, type Play } from './histories.cts';
import { hour, minute } from './rig.cts';

/** OMFLOW's trigger over time: users, and the leave of two people. */

const principal = 3;
const substitute = 4;

/** What is known: copies of the stand-in's rows, and which starts and ends were told. */
interface Known {
	users: Map<number, OmflowUser>;
	leaves: Map<number, OmflowLeave>;
	reached: Set<string>;
}

const ofUsers = ['switched on or off', 'deleted or not', 'removed', 'renamed', 'new mail address'];
const ofLeave = ['leave cancelled', 'leave deleted', 'begins earlier', 'ends later'];
const events = [
	...['userAdded', 'userChanged', 'userDisabled', 'leaveBegins', 'leaveCancelled'],
	...['leaveChanged', 'leaveCreated', 'leaveEnds'],
];

const start = async () =>
	await startAll({
		akashi: { staff: 1 },
		omflow: { users: 8, leaveIds: true },
		amServer: { users: 1 },
	});
const ofTime = (text: string) => Date.parse(`${text}+09:00`);
const text = (at: number) => new Date(at + 9 * hour).toISOString().slice(0, 19);
const isOut = ({ is_active: active, delete: deleted }: OmflowUser) => !active || deleted === true;
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const userWords = (event: string, { id, nick_name: name, email }: OmflowUser) =>
	`${event} ${id} ${name} ${String(email)}`;
const goneWords = (id: number) => `userDisabled ${id} null null`;
const leaveWords = (event: string, one: OmflowLeave) =>
	`${event} ${one.id} ${one.starttime} ${one.endtime} ${one.cancel}`;

function usersTold(known: Known, users: OmflowUser[]): string[] {
	const told = users.flatMap((user) => {
		const before = known.users.get(user.id);
		if (!before) {
			const added = userWords('userAdded', user);
			return isOut(user) ? [added, userWords('userDisabled', user)] : [added];
		}
		if (same(before, user)) return [];
		const turned = isOut(user) && !isOut(before);
		return [userWords(turned ? 'userDisabled' : 'userChanged', user)];
	});
	const ids = new Set(users.map(({ id }) => id));
	const gone = [...known.users.values()].filter((one) => !ids.has(one.id) && !isOut(one));
	return [...told, ...gone.map(({ id }) => goneWords(id))];
}

function leaveTold(known: Known, leaves: OmflowLeave[]): string[] {
	const told = leaves.flatMap((leave) => {
		const before = known.leaves.get(leave.id);
		const cancelled = leave.cancel && !before?.cancel;
		if (before && same(before, leave)) return [];
		return [
			...(before ? [] : [leaveWords('leaveCreated', leave)]),
			...(cancelled ? [leaveWords('leaveCancelled', leave)] : []),
			...(before && !cancelled ? [leaveWords('leaveChanged', leave)] : []),
		];
	});
	const ids = new Set(leaves.map(({ id }) => id));
	const gone = [...known.leaves.values()].filter((one) => !ids.has(one.id) && !one.cancel);
	return [...told, ...gone.map(({ id }) => `leaveChanged ${id} null null null`)];
}

function begin({ omflow }: All, random: Random): Play<Known> {
	omflow.leaves.splice(0);
	const begun = Date.now();
	let nextUser = 100 + random(100);
	let nextLeave = 1;
	/** When the times of a record became what they are. */
	const recorded = new Map<string, number>();
	const timesOf = (one: OmflowLeave) => [
		[`leaveBegins ${one.id} ${one.starttime}`, 'leaveBegins', ofTime(one.starttime)] as const,
		[`leaveEnds ${one.id} ${one.endtime}`, 'leaveEnds', ofTime(one.endtime)] as const,
	];
	const record = (one: OmflowLeave) => {
		for (const [name] of timesOf(one)) if (!recorded.has(name)) recorded.set(name, Date.now());
	};
	const newLeave = () => {
		// Each record has times of its own, so that none comes back.
		const start = Date.now() + (random(80) - 24) * hour + random(3600) * 1000;
		const one: OmflowLeave = {
			id: nextLeave++,
			principal_id: random(5) ? principal : 5,
			substitute_id: substitute,
			starttime: text(start),
			endtime: text(start + (1 + random(30)) * hour + random(3600) * 1000),
			cancel: random(8) === 0,
			identifier: random(2) ? `LV-${nextLeave}` : null,
		};
		omflow.leaves.push(one);
		record(one);
	};
	const own = () =>
		omflow.leaves.filter(
			(one) => one.principal_id === principal && one.substitute_id === substitute,
		);
	const users = () => omflow.users.filter(({ id }) => id !== 1);
	for (let one = 0; one < 4; one++) newLeave();

	const changeUser = (user: OmflowUser): string => {
		const kind = random(6);
		if (kind === 0) user.is_active = !user.is_active;
		else if (kind === 1) user.delete = !user.delete;
		else if (kind === 2) omflow.users.splice(omflow.users.indexOf(user), 1);
		else if (kind === 3) user.nick_name = `人 ${nextUser++}`;
		else user.email = `m${nextUser++}@example.com`;
		return ofUsers[Math.min(kind, 4)];
	};
	const changeLeave = (leave: OmflowLeave): string => {
		const kind = random(4);
		if (kind === 0) leave.cancel = true;
		else if (kind === 1) omflow.leaves.splice(omflow.leaves.indexOf(leave), 1);
		else if (kind === 2)
			leave.starttime = text(ofTime(leave.starttime) - random(5 * 3600) * 1000 - 1000);
		else leave.endtime = text(ofTime(leave.endtime) + random(5 * 3600) * 1000 + 1000);
		record(leave);
		return ofLeave[kind];
	};
	/** What has begun or ended by now: what must be told, and what may as it was recorded too late. */
	const reached = (known: Known) => {
		const must: string[] = [];
		const may: string[] = [];
		for (const one of own()) {
			if (one.cancel) continue;
			for (const [name, event, at] of timesOf(one)) {
				if (at >= Date.now() || at < begun - 24 * hour || known.reached.has(name)) continue;
				const words = leaveWords(event, one);
				if (recorded.get(name)! - at <= 23 * hour - minute) must.push(words);
				else may.push(words);
			}
		}
		return { must, may };
	};
	const known = (): Known => ({
		users: new Map(users().map((one) => [one.id, structuredClone(one)])),
		leaves: new Map(own().map((one) => [one.id, structuredClone(one)])),
		reached: new Set(),
	});
	return {
		parameters: {
			events,
			principal: { __rl: true, mode: 'id', value: String(principal) },
			substitute: { __rl: true, mode: 'id', value: String(substitute) },
		},
		happen: (choose) => {
			const kind = choose(6);
			const others = users().filter(({ id }) => id > substitute);
			if (kind === 0) {
				const user = { ...omflow.users[2], id: nextUser, username: `u${nextUser}` };
				omflow.users.push({ ...user, nick_name: `人 ${nextUser++}`, is_active: choose(4) > 0 });
				return 'new user';
			}
			if (kind < 3 && others.length > 0) return changeUser(others[choose(others.length)]);
			if (kind >= 4 && own().length > 0) return changeLeave(own()[choose(own().length)]);
			newLeave();
			return 'new leave';
		},
		baseline: () => {
			const first = known();
			for (const one of own())
				for (const [name, , at] of timesOf(one))
					if (at < Date.now() && !one.cancel) first.reached.add(name);
			return first;
		},
		expected: (before) => {
			const { must, may } = reached(before);
			return {
				must: [...usersTold(before, users()), ...leaveTold(before, own()), ...must],
				may,
			};
		},
		next: (before, told) => {
			const names = told.flatMap((words) => {
				const [event, id, start, end] = words.split(' ');
				if (event === 'leaveBegins') return [`${event} ${id} ${start}`];
				return event === 'leaveEnds' ? [`${event} ${id} ${end}`] : [];
			});
			return { ...known(), reached: new Set([...before.reached, ...names]) };
		},
		wordsOf: (item: IDataObject) => {
			const { event, userId, name, email, leaveId, start, end, cancelled } = item;
			if (String(event).startsWith('user'))
				return `${String(event)} ${String(userId)} ${String(name)} ${String(email)}`;
			const [from, to] = [start, end].map((at) => (at === null ? 'null' : String(at).slice(0, 19)));
			return `${String(event)} ${String(leaveId)} ${from} ${to} ${String(cancelled)}`;
		},
	};
}

test('users and leave over days: all is told once, whatever fails', async () => {
	const happenings = ['new user', ...ofUsers, 'new leave', ...ofLeave];
	await playHistories('omflow', start, begin, { happenings, events });
}, 600_000);
