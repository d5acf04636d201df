import { refusalOf, rowsOf } from '../client.cts';
import { Open, type Doubt } from '../doubt.cts';
import { day8, daysOf, type Tenant } from '../tenant.cts';

/** Working records: 6.11. */

type Day = ReturnType<typeof daysOf>[number];

const withBreaks = { include_break_results: 1 };
const breaksOf = (day: Day) => rowsOf(day, 'break_time_results');

/** Whether somebody took a break on one of some worked days, asked for day by day. */
async function breakOf({ client }: Tenant, days: Day[]): Promise<string | undefined> {
	for (const { staff_id, date } of days) {
		const start_date = String(date).replace(/\D/g, '');
		const reply = await client.call('listWorkingRecords', {
			sent: { start_date, staff_ids: staff_id, ...withBreaks },
		});
		if (daysOf(reply.payload).some((day) => breaksOf(day).length > 0)) return String(date);
	}
	return undefined;
}

async function breaksOverDays(tenant: Tenant) {
	const plain = (await tenant.workingRecords()).days;
	const first = tenant.from.toFormat('yyyy/MM/dd');
	const later = plain.filter(({ date }) => String(date) > first);
	if (later.length === 0) throw new Open('no working records after the first day of the span');
	const reply = await tenant.client.call('listWorkingRecords', {
		sent: { ...(await tenant.recordsOf()), end_date: day8(tenant.to), ...withBreaks },
	});
	if (!reply.success) return { seen: refusalOf(reply, 'codes'), fits: true };
	const days = daysOf(reply.payload);
	if (days.length < plain.length) {
		const only = days.every(({ date }) => date === first)
			? 'only the first day came'
			: 'days are missing';
		return { seen: `accepted, but ${only} (${days.length} rows of ${plain.length})`, fits: true };
	}
	const lacking = days.filter((day) => !Array.isArray(day.break_time_results));
	if (lacking.length > 0) {
		return {
			seen: `accepted, but ${lacking.length} rows of ${days.length} lack their breaks`,
			fits: true,
		};
	}
	if (days.some((day) => String(day.date) > first && breaksOf(day).length > 0)) {
		return { seen: 'accepted: breaks came for the whole span', fits: true };
	}
	const date = await breakOf(tenant, later.filter(({ start_time }) => start_time).slice(0, 8));
	if (!date) throw new Open('accepted, but nobody took a break on the days looked at');
	return { seen: `accepted, but the breaks of ${date} came as an empty list`, fits: false };
}

export const records: Doubt[] = [
	{
		chapter: '6.11',
		name: 'Breaks with an end date',
		text: 'include_break_results forbids end_date',
		node: 'asks for the span, then days if breaks lack',
		probe: breaksOverDays,
	},
	{
		chapter: '6.11',
		name: 'Shape of the answer',
		text: 'an object (table), an array (example)',
		node: 'takes both',
		probe: async (tenant) => {
			const { payload } = await tenant.workingRecords();
			if (Array.isArray(payload)) return { seen: 'an array', fits: true };
			const keys = Object.keys((payload ?? {}) as object).join(', ');
			return { seen: `an object with ${keys}`, fits: keys.includes('response') };
		},
	},
	{
		chapter: '6.11',
		name: 'Names of the punches',
		text: 'attendance_/leaving_ (table), start_/end_ (ex.)',
		node: 'takes both',
		probe: async (tenant) => {
			const { days } = await tenant.workingRecords();
			if (days.length === 0) throw new Open('no working records in the last 31 days');
			const names = new Set(days.flatMap((day) => Object.keys(day)));
			const punches = [...names].filter((name) => name.endsWith('_punch_time'));
			const known = /^(attendance|leaving|start|end)_punch_time$/;
			return {
				seen: punches.join(', ') || 'no punch times',
				fits: punches.length > 0 && punches.every((name) => known.test(name)),
			};
		},
	},
];
