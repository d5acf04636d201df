import { refusalOf, type Reply, type Row } from '../client.cts';
import { needed, Open, type Doubt } from '../doubt.cts';
import { day8, type Tenant } from '../tenant.cts';
import { manHoursOf } from '../traces.cts';
import { makeTask, shared } from './own.cts';

/** Writes of man-hours, on a day without any and a project of the run's own: 6.26 and 6.27. */

/** A day of the last 31 on which the owner has nothing, so that nothing can be overwritten. */
async function emptyDay({ client, owner, from, to }: Tenant): Promise<string> {
	const full = new Set(
		(await manHoursOf(client, owner, day8(from), day8(to))).map(({ day }) => day),
	);
	for (let day = to; day >= from; day = day.minus({ days: 1 })) {
		if (!full.has(day8(day))) return day8(day);
	}
	throw new Open('no day of the last 31 is without man-hours: nothing was tried on a used one');
}

/** Two tasks, minutes of both written one after the other on an empty day of the token's owner. */
const hours = async (tenant: Tenant) =>
	await tenant.once('man-hours', async () => {
		const { client, owner, traces } = tenant;
		const project = (await shared(tenant)).id;
		// Only who takes part may have man-hours; if this is refused, the write shows it.
		await client.call('changeProjectMembers', {
			path: { project_id: project },
			sent: { assign: [{ staff_id: owner, owner: false }] },
		});
		const tasks: number[] = [];
		for (let made = 0; made < 2; made++) {
			const { id, reply } = await makeTask(tenant, project, {});
			needed(reply, 'no task could be made');
			tasks.push(id);
		}
		const day = await emptyDay(tenant);
		const write = async (task_id: number, minute: number) => {
			const projects = [{ project_id: project, daily_hour_items: [{ task_id, minute }] }];
			return await client.call('upsertManHours', {
				sent: { manhours: [{ staff_id: owner, dates: [{ date: day, projects }] }] },
			});
		};
		const now = async () =>
			(await manHoursOf(client, owner, day, day)).filter((row) => row.project === project);
		traces.writes({ staff: owner, day, project });
		needed(await write(tasks[0], 1), 'man-hours');
		const first = await now();
		needed(await write(tasks[1], 2), 'man-hours of a second task');
		return { project, tasks, day, first, second: await now(), now };
	});

async function otherTask(tenant: Tenant) {
	const { tasks, first, second } = await hours(tenant);
	if (!first.some(({ task }) => task === tasks[0])) {
		return { seen: 'accepted, but nothing is there afterwards', fits: false };
	}
	const kept = second.some(({ task }) => task === tasks[0]);
	return { seen: kept ? 'kept' : 'removed by the second write', fits: kept };
}

async function deletingHours(tenant: Tenant) {
	const { client, owner } = tenant;
	const { project, tasks, day, now } = await hours(tenant);
	const remove = async (more: Row) =>
		await client.call('deleteManHours', {
			path: { staff_id: owner },
			sent: { date: day, project_id: project, ...more },
		});
	const told = async (reply: Reply, gone: number[]) => {
		if (!reply.success) return refusalOf(reply, 'codes');
		const left = (await now()).filter(({ task, minutes }) => minutes > 0 && gone.includes(task));
		return left.length === 0 ? 'gone' : 'accepted, but still there';
	};
	const one = await told(await remove({ task_id: tasks[1] }), [tasks[1]]);
	const all = await told(await remove({}), tasks);
	return {
		seen: `one task: ${one}; whole project: ${all}`,
		fits: one === 'gone' && all === 'gone',
	};
}

export const writingHours: Doubt[] = [
	{
		chapter: '6.26',
		name: 'Minutes of other tasks of the day',
		text: 'not said',
		node: 'expects them to be kept',
		needs: 'write',
		probe: otherTask,
	},
	{
		chapter: '6.27',
		name: 'Deleting man-hours',
		text: 'without task_id all tasks of the project go',
		node: 'deletes one task or all of a project',
		needs: 'write',
		probe: deletingHours,
	},
];
