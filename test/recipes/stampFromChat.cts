import type { All } from '../servers/all.cts';
import { now } from './japan.cts';
import type { Done, Recipe } from './recipe.cts';

const person = ({ akashi: { staff } }: All) => staff[4];

/** Today's stamps of a person that came through the API. */
function stampsOf({ akashi }: All, { staffId }: All['akashi']['staff'][number]) {
	const from = now().minus({ hours: 5 }).toFormat('yyyyMMdd000000');
	const to = now().plus({ days: 1 }).toFormat('yyyyMMdd000000');
	return akashi.stampsOf(staffId, from, to).filter((one) => one.attributes?.method === 4);
}

const command = (changes: object, check: (done: Done) => void, title: string): Recipe => ({
	name: 'stamp-from-chat',
	title,
	tables: (servers) => ({
		'Chat Tokens': [
			{
				chatUser: 'U1',
				token: servers.akashi.tokenOf(person(servers).staffId),
				expiresAt: '2099-01-01T00:00:00+09:00',
			},
			{ chatUser: 'U2', token: 'dead-token-1234', expiresAt: '2099-01-01T00:00:00+09:00' },
		],
	}),
	prepare: ({ akashi }) => {
		akashi.options.stampsPerDay = 0;
	},
	post: () => ({ token: 'your-chat-token', user_id: 'U1', text: '出勤', ...changes }),
	check(done) {
		const { servers } = done;
		const others = servers.akashi.staff.filter((one) => one !== person(servers));
		expect(others.flatMap((one) => stampsOf(servers, one))).toEqual([]);
		check(done);
	},
});

const stamped = (text: string, type: number) =>
	command(
		{ text },
		({ servers, answer, calls }) => {
			const own = stampsOf(servers, person(servers));
			expect(own.map((one) => one.type)).toEqual([type]);
			const [date, time] = own[0].stamped_at!.split(' ');
			expect(answer!.trim()).toBe(
				`${text.replace('休憩', '休憩入').replace('戻り', '休憩戻')} ${date.replaceAll('/', '-')}T${time}+09:00`,
			);
			// The stamps of the day are looked at before.
			expect(calls('akashi')).toBe(2);
		},
		text,
	);

const refused = (title: string, changes: object, words: RegExp, requests = 0) =>
	command(
		changes,
		({ servers, answer, calls }) => {
			expect(stampsOf(servers, person(servers))).toEqual([]);
			expect(answer).toMatch(words);
			expect(calls('akashi')).toBe(requests);
		},
		title,
	);

export const stampFromChat: Recipe[] = [
	stamped('出勤', 11),
	stamped('退勤', 12),
	stamped('休憩', 31),
	stamped('戻り', 32),
	refused('another word', { text: 'おはよう' }, /のどれかを送って/),
	refused('somebody without a token', { user_id: 'U9' }, /登録されていません/),
	refused('another chat', { token: 'guess' }, /^Not allowed$/),
	refused('a dead token', { user_id: 'U2' }, /^打刻できませんでした。.+/, 1),
];

/** Tokens that end soon, late, and that are dead; and what has to become of them. */
const ends = (servers: All, staffId: number, days: number) => {
	const token = servers.akashi.tokenOf(staffId);
	// AKASHI tells whole seconds.
	const at = now().plus({ days }).startOf('second');
	servers.akashi.tokens.get(token)!.expiresAt = at.toMillis();
	return { token, expiresAt: at.toISO()! };
};
const kept = new WeakMap<All, ReturnType<typeof ends>[]>();

export const renewTokens: Recipe = {
	name: 'renew-tokens',
	tables: (servers) => {
		const [soon, late, fresh] = servers.akashi.staff.slice(2, 5);
		const rows = [ends(servers, soon.staffId, 5), ends(servers, late.staffId, 25)];
		const token = servers.akashi.tokenOf(fresh.staffId);
		kept.set(servers, rows);
		return {
			'Chat Tokens': [
				{ chatUser: 'soon', ...rows[0] },
				{ chatUser: 'late', ...rows[1] },
				// Just typed in.
				{ chatUser: 'fresh', token, expiresAt: null },
				{ chatUser: 'dead', token: 'dead-token-1234', expiresAt: now().minus({ days: 1 }).toISO() },
			],
		};
	},
	async check({ servers: all, rows, mails, calls }) {
		const [soon, late, fresh, dead] = await rows('Chat Tokens');
		const { tokens, staff } = all.akashi;
		const old = kept.get(all)!;
		expect(soon.token).not.toBe(old[0].token);
		for (const [row, place] of [
			[soon, 2],
			[fresh, 4],
		] as const) {
			const held = tokens.get(String(row.token))!;
			expect(held.staffId).toBe(staff[place].staffId);
			const end = Math.floor(held.expiresAt / 1000) * 1000;
			expect(Date.parse(String(row.expiresAt))).toBe(end);
		}
		expect(late.token).toBe(old[1].token);
		expect(Date.parse(String(late.expiresAt))).toBe(Date.parse(old[1].expiresAt));
		expect(dead.token).toBe('dead-token-1234');
		expect(mails.map(({ subject }) => subject)).toEqual(['トークンを更新できませんでした(dead)']);
		expect(mails[0].text).not.toContain('dead-token');
		expect(calls('akashi')).toBe(3);
	},
};
