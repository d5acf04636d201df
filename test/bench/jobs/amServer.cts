import type { CredentialReference } from '../../n8n/instance.cts';
import { httpRequest } from '../byHand.cts';
import { cells, nodeStep, type Job } from '../job.cts';
import type { AmServerAnswers, StandInProcess } from '../standIn.cts';

/** A month of every user of am-server, which has a call for each of them; the lists that both need are read before it. */
export async function monthOfUsers(
	standIn: StandInProcess<AmServerAnswers>,
	credential: CredentialReference,
): Promise<Job> {
	const { url } = await standIn.ask('connection');
	const { userIds, days } = await standIn.ask('month', 2025, 3);
	const time = (at: string | null) => at?.slice(11, 16) ?? '';
	return {
		work: `a month of ${userIds.length} users of am-server`,
		items: userIds.map((user) => ({ user })),
		rows: days.map(({ userid, workday, starttime, endtime }) =>
			cells(userid, workday, starttime ?? '', endtime ?? ''),
		),
		standIn,
		contestants: [
			{
				who: 'am-server node',
				items: [{}],
				steps: [
					nodeStep('amServer', credential, {
						resource: 'attendance',
						operation: 'getAll',
						period: 'custom',
						startDate: '2025-03-01',
						endDate: '2025-03-31',
						returnAll: true,
					}),
				],
				calls: userIds.length + Math.ceil(userIds.length / 500),
				rows: ({ userId, date, startTime, endTime }) => [
					cells(userId, date, time(startTime), time(endTime)),
				],
			},
			{
				who: 'HTTP Request, its default options',
				steps: [
					httpRequest('amServerApi', credential, {
						url: `=${url}/admin/api/1.0/attendance/{{ $json.user }}/2025/03`,
						options: {},
					}),
				],
				calls: userIds.length,
				rows: ({ body }, index) =>
					(body.list ?? []).map(({ workday, starttime, endtime }: any) =>
						cells(userIds[index], workday, starttime ?? '', endtime ?? ''),
					),
			},
		],
	};
}
