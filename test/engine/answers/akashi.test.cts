import type { IDataObject } from 'n8n-workflow';

import { cases, type Case } from '../../cases.cts';
import { iso } from '../../cases/akashi/parts.cts';
import { tokenCase } from '../../cases/akashi/token.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { runNode, stored } from '../engine.cts';
import { mutationTests } from './mutations.cts';
import { smallest } from './parts.cts';

/** A day is as good as a year, and three items as a hundred. A limit would let other rows in for those that are lost. */
function shorter(one: Case): Case {
	const { parameters, items, expected } = one;
	return {
		...one,
		parameters:
			parameters.endDate === '2025-12-31'
				? { ...parameters, startDate: '2025-12-01', endDate: '2025-12-01' }
				: { ...parameters, returnAll: true },
		...(parameters.resource === 'manHour' && parameters.operation === 'upsert'
			? {
					items: (servers: All) => items!(servers).slice(0, 3),
					expected: (servers: All) => expected(servers).slice(0, 3),
				}
			: {}),
	};
}

/** From the second run on the last stamp is always of the type that is asked for. */
const guarded: Case = {
	name: 'a stamp that may be skipped',
	node: 'akashi',
	parameters: {
		resource: 'stamp',
		operation: 'create',
		type: 21,
		options: { skipIfAlreadyStamped: true },
	},
	expected: ({ akashi }: All): IDataObject[] => {
		const day = (ahead: number) =>
			new Date(akashi.clock.now() + 9 * 3_600_000 + ahead * 86_400_000)
				.toISOString()
				.slice(0, 10)
				.replace(/-/g, '');
		const { staffId } = akashi.staff[0];
		const stamp = akashi.stampsOf(staffId, `${day(0)}000000`, `${day(1)}000000`).at(-1)!;
		const stampedAt = iso(stamp.stamped_at)!;
		const date = stampedAt.slice(0, 10);
		const row = { staffId, date, stampedAt, type: 21, typeName: '直行' };
		const reason = `The last stamp of this working day is already 直行 (21), at ${stamp.stamped_at} in Japan`;
		return [{ ...row, skipped: true, reason }, row];
	},
	calls: 1,
};
const instead = (one: Case): Case =>
	one.parameters.operation === 'create' && one.parameters.options ? guarded : one;

mutationTests(
	smallest(
		[...cases, tokenCase].filter(({ node }) => node === 'akashi'),
		({ calls }) => calls,
	)
		.map(shorter)
		.map(instead),
);

test('a server that answers the same page again and again comes to an end', async () => {
	const servers = await startAll({ akashi: { projects: 50 } });
	const { type, data } = credentialsOf(servers).akashi;
	let first: unknown;
	servers.akashi.mutate = (_, body) => (first ??= body);
	const { error } = await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters: { resource: 'project', operation: 'getAll', returnAll: true },
	});
	expect(error?.message).toContain("AKASHI's list changed while it was read");
	expect(servers.akashi.count('listProjects')).toBe(2);
	await servers.close();
});

test('a stamp that is said to be made and refused in one answer may have been recorded', async () => {
	const servers = await startAll();
	const { type, data } = credentialsOf(servers).akashi;
	servers.akashi.mutate = (_, body) => ({
		...(body as object),
		errors: [{ code: 'E7', message: '一部を登録できません' }],
	});
	const { error } = await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters: { resource: 'stamp', operation: 'create' },
	});
	expect(error?.message).toContain('E7 一部を登録できません');
	expect(error?.description).toMatch(/^It may have been recorded/);
	await servers.close();
});
