import { limits } from '../../../nodes/Akashi/contract.ts';
import { refusalOf, rowsOf, type CallName, type Reply, type Row } from '../client.cts';
import { needed, Open, type Doubt } from '../doubt.cts';
import { day8, type Tenant } from '../tenant.cts';

/** Reads of projects and man-hours: 6.16, 6.24, 6.25 and 6.28. */

/** Whether a call takes dates of 8 digits, of 14, or both. */
const digits = (
	chapter: string,
	name: CallName,
	list: string,
	node: 8 | 14,
	path: (tenant: Tenant) => Record<string, number> = () => ({}),
): Doubt => ({
	chapter,
	name: 'Digits of dates',
	text:
		{
			'6.16': 'yyyy/mm/dd (table), 8 digits (example)',
			'6.28': 'a date, no example',
		}[chapter] ?? 'date and time (table), 8 digits (example)',
	node: `sends ${node} digits`,
	probe: async (tenant) => {
		const [from, to] = [tenant.from, tenant.to].map(day8);
		const asked = {
			8: { start_date: from, end_date: to },
			14: { start_date: `${from}000000`, end_date: `${to}235959` },
		};
		const ask = async (sent: Row) => await tenant.client.call(name, { path: path(tenant), sent });
		const replies = { 8: await ask(asked[8]), 14: await ask(asked[14]) };
		if (!replies[8].success && !replies[14].success) {
			needed(await ask({}), 'refused without dates, too');
		}
		const told = (count: 8 | 14) =>
			`${count} digits ${replies[count].success ? 'accepted' : refusalOf(replies[count], 'codes')}`;
		const [few, many] = [replies[8], replies[14]].map(({ payload }) => rowsOf(payload, list));
		const both = replies[8].success && replies[14].success;
		const differ =
			both && JSON.stringify(few) !== JSON.stringify(many) ? ', but the answers differ' : '';
		return {
			seen: `${told(8)}, ${told(14)}${differ}`,
			fits: replies[node].success === true,
		};
	},
});

const ofOwner = ({ owner }: Tenant) => ({ staff_id: owner });

/** The pages of projects up to the first that is not full, and the one after it. */
const pages = async (tenant: Tenant) =>
	await tenant.once('pages of projects', async () => {
		const came: Reply[] = [];
		for (let page = 0; page < 20; page++) {
			const reply = await tenant.client.call('listProjects', { sent: { page } });
			needed(reply, `page ${page}`);
			came.push(reply);
			if (rowsOf(reply.payload, 'projects').length < limits.page) {
				return {
					came,
					past: await tenant.client.call('listProjects', { sent: { page: page + 1 } }),
				};
			}
		}
		throw new Open('there are more than 1,000 projects');
	});
const idsOf = ({ payload }: Reply) => rowsOf(payload, 'projects').map((row) => row.project_id);
const countOf = ({ payload }: Reply) => (payload as Row | null)?.count;

export const projects: Doubt[] = [
	digits('6.16', 'listProjects', 'projects', 8),
	{
		chapter: '6.16',
		name: 'What count counts',
		text: 'number of projects that came',
		node: 'takes it for the projects of the page',
		probe: async (tenant) => {
			const { came, past } = await pages(tenant);
			const all = [...came, ...(past.success ? [past] : [])];
			const total = came.reduce((sum, one) => sum + idsOf(one).length, 0);
			const counts = all.map(countOf);
			if (all.length > 1 && counts.every((count) => count === total) && total > 0) {
				return { seen: `all projects (${total} on every page)`, fits: false };
			}
			if (all.every((one) => countOf(one) === idsOf(one).length)) {
				if (all.length === 1 || total === 0) throw new Open('one page shows no difference');
				return { seen: 'the projects of the page', fits: true };
			}
			return {
				seen: `counts ${counts.join(', ')} on pages of ${all.map((one) => idsOf(one).length).join(', ')}`,
				fits: false,
			};
		},
	},
	{
		chapter: '6.16',
		name: 'A page past the end',
		text: 'not said',
		node: 'expects an empty list',
		probe: async (tenant) => {
			const { came, past } = await pages(tenant);
			if (!past.success) return { seen: refusalOf(past, 'codes'), fits: false };
			const ids = String(idsOf(past));
			if (ids === '') return { seen: 'an empty list', fits: true };
			const again = came.some((one) => String(idsOf(one)) === ids);
			return { seen: again ? 'an earlier page again' : 'other projects', fits: false };
		},
	},
	digits('6.24', 'listManHours', 'manhours', 8),
	digits('6.25', 'getManHours', 'manhours', 14, ofOwner),
	digits('6.28', 'listStaffProjects', 'projects', 8, ofOwner),
];
