import { DateTime } from 'luxon';

import { limits, zone } from '../../../nodes/Akashi/contract.ts';
import { stampMonths, stampRows } from '../../../nodes/Akashi/resources/stamp/contract.ts';
import { refusalOf, rowsOf, type Reply } from '../client.cts';
import { Open, type Doubt } from '../doubt.cts';
import { seconds14, type Tenant } from '../tenant.cts';

/** Stamps: 6.7 of one person, 6.10 of several. */

const manyTimes = (payload: unknown) =>
	rowsOf(payload, 'multiple_stamps').flatMap((one) => timesOf(one));
const timesOf = (payload: unknown) =>
	rowsOf(payload, 'stamps').map(({ stamped_at }) => String(stamped_at));

/** The stamps of one person in a span, by 6.7. */
const ofOne = async ({ client }: Tenant, person: number, from: DateTime, to: DateTime) =>
	await client.call('listStamps', {
		path: { staff_id: person },
		sent: { start_date: seconds14(from), end_date: seconds14(to) },
	});
/** The stamps of some people in a span, by 6.10. */
const ofMany = async ({ client }: Tenant, people: number[], from: DateTime, to: DateTime) =>
	await client.call('listStampsOfMany', {
		sent: {
			start_date: seconds14(from),
			end_date: seconds14(to),
			staff_ids: people.slice(0, limits.staffIds).join(','),
		},
	});

const at = (time: string) => DateTime.fromFormat(time, 'yyyy/MM/dd HH:mm:ss', { zone });

/** Whether stamps at the first and at the last second of a span come. */
async function ends(
	tenant: Tenant,
	ask: (person: number, from: DateTime, to: DateTime) => Promise<Reply>,
	timesIn: (payload: unknown) => string[],
) {
	const { person, times } = await tenant.stamped();
	const some = [...new Set(times)].filter((time) => at(time).isValid).slice(0, 3);
	if (some.length === 0) throw new Open(`times look like "${times[0]}"`);
	const came = async (time: string, before: number, after: number) => {
		const [from, to] = [-before, after].map((seconds) => at(time).plus({ seconds }));
		const reply = await ask(person, from, to);
		if (!reply.success) throw new Open(refusalOf(reply));
		return timesIn(reply.payload).includes(time);
	};
	let last = 0;
	for (const time of some) last += Number(await came(time, 1, 0));
	const first = await came(some[0], 0, 1);
	const end =
		last === some.length
			? 'last second included'
			: last === 0
				? 'last second not included'
				: `last second included ${last} times of ${some.length}: there are parts of seconds`;
	return { seen: `first second ${first ? '' : 'not '}included, ${end}`, fits: first };
}

/** Whether a span of exactly the longest length is allowed, or only one second less. */
function exactly(reply: Reply, shorter: Reply) {
	if (reply.success) return { seen: 'accepted', fits: true };
	if (!shorter.success) throw new Open(`one second less is refused too: ${refusalOf(shorter)}`);
	return { seen: `${refusalOf(reply, 'codes')}; one second less is accepted`, fits: true };
}

/** Half a year of a person's stamps; one call for two probes. */
const halfAYear = async (tenant: Tenant) =>
	await tenant.once('half a year', async () => {
		const person = await tenant.stamped().then(
			(found) => found.person,
			() => tenant.owner,
		);
		const from = tenant.today.minus({ months: stampMonths });
		// Not today: six months before 31 August are less than six months before it.
		const to = from.plus({ months: stampMonths });
		return { person, from, to, reply: await ofOne(tenant, person, from, to) };
	});

const secondBefore = (moment: DateTime) => moment.minus({ seconds: 1 });

export const stamps: Doubt[] = [
	{
		chapter: '6.7',
		name: 'Order of stamps',
		text: 'not said; rising in the example',
		node: 'takes any order',
		probe: async (tenant) => {
			const { times } = await tenant.stamped();
			const rising = [...times].sort();
			const falling = [...rising].reverse();
			if (String(times) === String(rising)) return { seen: 'oldest first', fits: true };
			if (String(times) === String(falling)) return { seen: 'newest first', fits: true };
			return { seen: 'in no order of time', fits: true };
		},
	},
	{
		chapter: '6.7',
		name: 'Ends of a span, one person',
		text: 'not said',
		node: 'asks for one second more than it takes',
		probe: async (tenant) =>
			await ends(tenant, async (...span) => await ofOne(tenant, ...span), timesOf),
	},
	{
		chapter: '6.7',
		name: 'Exactly six months',
		text: 'at most six months',
		node: 'if refused, asks for the last second apart',
		probe: async (tenant) => {
			const { person, from, to, reply } = await halfAYear(tenant);
			return exactly(
				reply,
				reply.success ? reply : await ofOne(tenant, person, from, secondBefore(to)),
			);
		},
	},
	{
		chapter: '6.7',
		name: 'Which 1,000 stamps come',
		text: 'at most 1,000 stamps, not said which',
		node: 'asks for shorter spans at 1,000',
		probe: async (tenant) => {
			const { person, from, to, reply } = await halfAYear(tenant);
			const times = timesOf(reply.payload).sort();
			if (!reply.success) throw new Open(refusalOf(reply));
			const { length } = times;
			if (length < stampRows) {
				throw new Open(`the person looked at has ${length} stamps in six months`);
			}
			if (length > stampRows) return { seen: `${length} stamps came at once`, fits: true };
			const [first, last] = [times[0], times[length - 1]].map(at);
			const came = async (start: DateTime, end: DateTime) =>
				timesOf((await ofOne(tenant, person, start, end)).payload).length > 0;
			const earlier = await came(from, first.minus({ seconds: 1 }));
			const later = await came(last.plus({ seconds: 1 }), to);
			if (!earlier && !later) throw new Open('there are exactly 1,000 stamps');
			const which = earlier
				? later
					? 'some in the middle'
					: 'the newest 1,000'
				: 'the oldest 1,000';
			return { seen: which, fits: true };
		},
	},
	{
		chapter: '6.7',
		name: 'A day that does not exist',
		text: 'not said',
		node: 'never asks for one',
		probe: async ({ client, today }) => {
			const { year } = today;
			const reply = await client.call('listOwnStamps', {
				sent: { start_date: `${year}0230000000`, end_date: `${year}0230235959` },
			});
			return {
				seen: `30 February is ${reply.success ? 'accepted' : refusalOf(reply, 'codes')}`,
				fits: true,
			};
		},
	},
	{
		chapter: '6.10',
		name: 'Ends of a span, several people',
		text: 'not said',
		node: 'asks for one second more than it takes',
		probe: async (tenant) =>
			await ends(
				tenant,
				async (person, ...span) => await ofMany(tenant, [person], ...span),
				manyTimes,
			),
	},
	{
		chapter: '6.10',
		name: 'Midnight to midnight',
		text: 'at most one day',
		node: 'if refused, asks for the last second apart',
		probe: async (tenant) => {
			const people = await tenant.people();
			const reply = await ofMany(tenant, people, tenant.to, tenant.today);
			return exactly(
				reply,
				reply.success ? reply : await ofMany(tenant, people, tenant.to, secondBefore(tenant.today)),
			);
		},
	},
	{
		chapter: '6.10',
		name: 'A working day over midnight',
		text: 'at most one day, which may mean one date',
		node: 'asks from 5:00 to 5:00; if refused, date by date',
		probe: async (tenant) => {
			const people = await tenant.people();
			const [from, to] = [tenant.today.minus({ hours: 2 }), tenant.today.plus({ seconds: 1 })];
			const reply = await ofMany(tenant, people, from, to);
			return { seen: reply.success ? 'accepted' : refusalOf(reply, 'codes'), fits: true };
		},
	},
	{
		chapter: '6.10',
		name: 'A month at once',
		text: 'at most one day (table), a month (example)',
		node: 'asks for one day at a time',
		probe: async (tenant) => {
			const people = await tenant.people();
			const reply = await ofMany(tenant, people, tenant.from, tenant.today);
			if (!reply.success) return { seen: refusalOf(reply, 'codes'), fits: true };
			const days = new Set(manyTimes(reply.payload).map((time) => time.slice(0, 10)));
			const first = tenant.from.toFormat('yyyy/MM/dd');
			if ([...days].every((day) => day === first)) {
				const { times } = await tenant.stamped();
				if (times.every((time) => time.startsWith(first))) throw new Open('no stamps later on');
				return { seen: 'accepted, but only the first day came', fits: true };
			}
			return { seen: `accepted: stamps of ${days.size} days came`, fits: true };
		},
	},
];
