import { randomUUID } from 'node:crypto';

import { refusalOf, rowsOf, type CallName, type Reply, type Row } from '../client.cts';
import { Open, type Doubt } from '../doubt.cts';

/** Organizations, people, and how AKASHI refuses. */

/** A number that no person and no project has. */
const nobody = 999_999_999;

const staffIds = (reply: Reply) => rowsOf(reply.payload, 'staffs').map(({ staffId }) => staffId);

export const people: Doubt[] = [
	{
		chapter: '6.2',
		name: 'Call without includesParents',
		text: 'includesParents is required',
		node: 'always sends it',
		probe: async ({ client }) => {
			const reply = await client.call('listOrganizations');
			return { seen: reply.success ? 'accepted' : refusalOf(reply, 'codes'), fits: true };
		},
	},
	{
		chapter: '6.4',
		name: 'Name of the total',
		text: 'TotalCount (table), totalCount (example)',
		node: 'takes any case, total_count, or none',
		probe: async (tenant) => {
			const pages = await tenant.staffPages();
			const reply = pages.find(({ success }) => success);
			if (!reply) throw new Open(refusalOf(pages[0]));
			const keys = Object.keys((reply.payload ?? {}) as Row).filter((key) => /total/i.test(key));
			return {
				seen: keys.join(', ') || 'no total',
				fits: keys.every((key) => /^total_?count$/i.test(key)),
			};
		},
	},
	{
		chapter: '6.4',
		name: 'Number of the first page',
		text: 'pages from 0',
		node: 'reads pages from 0',
		probe: async (tenant) => {
			const pages = await tenant.staffPages();
			const [zero, one] = pages.map(staffIds);
			if (zero.length === 0) {
				if (one.length === 0) throw new Open('neither page 0 nor page 1 has people');
				const how = pages[0].success ? 'empty' : refusalOf(pages[0], 'codes');
				return { seen: `pages from 1: page 0 is ${how}`, fits: false };
			}
			if (String(zero) === String(one)) {
				return { seen: 'pages from 1: page 0 and page 1 are the same', fits: false };
			}
			return { seen: `pages from 0: page 0 has ${zero.length}, page 1 ${one.length}`, fits: true };
		},
	},
	{
		chapter: '5.1',
		name: 'HTTP status of refusals',
		text: 'not said',
		node: 'goes by "success", not by the status',
		probe: async ({ client }) => {
			const asked: Array<[CallName, string]> = [
				['getStaff', 'staff_id'],
				['getProject', 'project_id'],
			];
			const seen: string[] = [];
			let fits = true;
			for (const [name, key] of asked) {
				const reply = await client.call(name, { path: { [key]: nobody } });
				seen.push(`${key} ${nobody} ${reply.success ? 'accepted' : refusalOf(reply)}`);
				fits &&= reply.success !== undefined;
			}
			return { seen: seen.join('; '), fits };
		},
	},
	{
		chapter: '5.1',
		name: 'Words about a wrong token',
		text: 'not said',
		node: 'looks for トークン or token in them',
		probe: async ({ client, owner }) => {
			const path = { staff_id: owner };
			const reply = await client.call('getStaff', { path, token: randomUUID() });
			if (reply.success) return { seen: 'a made-up token was accepted', fits: false };
			return { seen: refusalOf(reply), fits: /トークン|token/i.test(reply.words) };
		},
	},
	{
		chapter: '5.1',
		name: 'Content type of a GET',
		text: 'not said',
		node: 'always sends application/json',
		probe: async ({ client, owner }) => {
			const path = { staff_id: owner };
			const right = await client.call('getStaff', { path });
			if (!right.success) throw new Open(refusalOf(right));
			const seen: string[] = [];
			for (const contentType of ['text/plain', null]) {
				const reply = await client.call('getStaff', { path, contentType });
				seen.push(
					`${contentType ?? 'none'} ${reply.success ? 'accepted' : refusalOf(reply, 'codes')}`,
				);
			}
			return { seen: seen.join('; '), fits: true };
		},
	},
];
