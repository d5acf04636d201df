import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import { eachItsOwn, type Case } from '../case.cts';
import { actingAsEach, ids, iso, namesOf, tokensOf } from './parts.cts';

const words: Record<number, string> = {
	11: '出勤',
	12: '退勤',
	21: '直行',
	22: '直帰',
	31: '休憩入',
	32: '休憩戻',
};
const stampRows = (servers: All, ids: number[], from: string, to: string): IDataObject[] =>
	ids.flatMap((staffId) =>
		servers.akashi.stampsOf(staffId, from, to).map((one) => ({
			staffId,
			...namesOf(servers, staffId),
			date: iso(one.stamped_at)!.slice(0, 10),
			stampedAt: iso(one.stamped_at),
			type: one.type,
			typeName: words[one.type!],
			method: one.attributes!.method ?? null,
			workplaceId: one.attributes!.workplace_id ?? null,
		})),
	);

export const stampCases: Case[] = [
	{
		name: 'own stamps',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'getAll',
			period: 'custom',
			startDate: '2026-03-01',
			endDate: '2026-03-31T00:00:00',
			returnAll: true,
		},
		expected: (servers) =>
			stampRows(servers, [servers.akashi.staff[0].staffId], '20260301000000', '20260331235959'),
		// The owner's name.
		calls: 1 + 1,
	},
	{
		name: 'stamps of three people for a year, in half years',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'getAll',
			staff: 'selected',
			staffIds: '={{ $json.ids }}',
			period: 'custom',
			startDate: '2025-01-01',
			endDate: '2025-12-31',
			returnAll: true,
		},
		expected: (servers) =>
			stampRows(servers, ids(servers, 0, 1, 2), '20250101000000', '20251231235959'),
		items: (servers) => [{ ids: ids(servers, 0, 1, 2).join(', ') }],
		// Their names are on the first page.
		calls: 6 + 1,
	},
	{
		name: 'stamps of everybody on one day',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'getAll',
			staff: 'all',
			period: 'custom',
			startDate: '2026-03-03',
			endDate: '2026-03-03',
			returnAll: true,
		},
		expected: (servers) =>
			stampRows(
				servers,
				servers.akashi.staff.map(({ staffId }) => staffId),
				'20260303000000',
				'20260303235959',
			),
		calls: 3 + 1,
	},
	{
		name: 'a stamp',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'create',
			type: 31,
			additionalFields: { stampedAt: '2026-03-14T08:57:23' },
		},
		expected: ({ akashi }) => [stampedRow(akashi, lastStamp(akashi)!)],
		calls: 1,
	},
	{
		name: 'stamps of two people by their tokens',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'getAll',
			period: 'custom',
			startDate: '2026-03-02',
			endDate: '2026-03-13',
			returnAll: true,
			...actingAsEach,
		},
		items: (servers) => tokensOf(servers, 1, 2),
		expected: (servers) =>
			stampRows(servers, ids(servers, 1, 2), '20260302000000', '20260313235959'),
		from: (output) => output.map(({ staffId }) => (staffId === output[0].staffId ? 0 : 1)),
		// The names of both.
		calls: 2 + 2,
	},
	{
		name: 'a stamp for each of two people by their tokens',
		node: 'akashi',
		parameters: { resource: 'stamp', operation: 'create', type: 22, ...actingAsEach },
		items: (servers) => tokensOf(servers, 1, 2),
		expected: (servers) =>
			ids(servers, 1, 2).map((staffId) => ({
				...stampedRow(servers.akashi, lastStamp(servers.akashi, staffId)!),
				staffId,
			})),
		from: eachItsOwn,
		calls: 2,
	},
	{
		name: 'a stamp that is skipped because it is out of order',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'create',
			type: 32,
			options: { outOfOrder: 'skip', dayStartsAt: 0 },
			...actingAsEach,
		},
		prepare: ({ akashi }) => void (akashi.options.stampsPerDay = 0),
		undo: ({ akashi }) => void delete akashi.options.stampsPerDay,
		// Somebody who never stamps in another case.
		items: (servers) => tokensOf(servers, 6),
		expected: ({ akashi }) => [
			{
				staffId: akashi.staff[6].staffId,
				date: null,
				stampedAt: null,
				type: null,
				typeName: null,
				skipped: true,
				reason:
					'This would be a break end without a break start. There is no stamp on this working day, which began at 0:00 in Japan',
			},
		],
		calls: 1,
	},
	{
		name: 'a stamp that is skipped because the last was the same',
		node: 'akashi',
		parameters: {
			resource: 'stamp',
			operation: 'create',
			type: '={{ $json.type }}',
			options: { skipIfAlreadyStamped: true },
		},
		prepare: ({ akashi }) => void (akashi.options.stampsPerDay = 0),
		undo: ({ akashi }) => void delete akashi.options.stampsPerDay,
		items: () => [{ type: 12 }, { type: 11 }, { type: 11 }],
		expected: ({ akashi }) => {
			const [out, come] = akashi
				.stampsOf(akashi.staff[0].staffId, daysAgo(akashi, 1), daysAgo(akashi, 0))
				.slice(-2);
			return [
				stampedRow(akashi, out),
				stampedRow(akashi, come),
				{
					...stampedRow(akashi, come),
					skipped: true,
					reason: `The last stamp of this working day is already 出勤 (11), at ${come.stamped_at} in Japan`,
				},
			];
		},
		from: eachItsOwn,
		// Each looks first.
		calls: 3 + 2,
	},
];

/** What a stamp of the token's owner puts out, whether it was created or was there. */
const stampedRow = (
	akashi: All['akashi'],
	{ stamped_at, type }: ReturnType<All['akashi']['stampsOf']>[number],
): IDataObject => ({
	staffId: akashi.staff[0].staffId,
	date: iso(stamped_at)!.slice(0, 10),
	stampedAt: iso(stamped_at),
	type,
	typeName: words[type!],
});

/** A moment in Japan some days before the stand-in's now, as `yyyymmddHHMMSS`. */
function daysAgo({ clock }: All['akashi'], days: number): string {
	const japan = new Date(clock.now() + 9 * 3_600_000 - days * 86_400_000);
	return japan.toISOString().slice(0, 19).replace(/\D/g, '');
}

function lastStamp(akashi: All['akashi'], owner = akashi.staff[0].staffId) {
	const day = daysAgo(akashi, 0).slice(0, 8);
	return akashi.stampsOf(owner, `${day}000000`, `${day}235959`).at(-1);
}
