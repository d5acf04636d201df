import { refusalOf, rowsOf, type Reply, type Row } from '../client.cts';
import { needed, Open, type Doubt } from '../doubt.cts';
import { day8, type Tenant } from '../tenant.cts';
import { change, make, makeTask, projectNow, shared, told } from './own.cts';

/** Writes on projects of the run's own: 6.18, 6.19, 6.22 and 6.30. */

/** Which fields of a record have another value than before. */
const lost = (before: Row, after: Row, names: string[]) =>
	names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));

const emptied = (names: string[], of: string[]) => ({
	seen: names.length === 0 ? `kept: ${of.join(', ')}` : `emptied: ${names.join(', ')}`,
	fits: true,
});

async function datesWritten(tenant: Tenant) {
	const { today } = tenant;
	const seen: string[] = [];
	let fits = false;
	for (const [words, form] of [
		['8 digits', 'yyyyMMdd'],
		['yyyy/mm/dd', 'yyyy/MM/dd'],
	]) {
		const name = tenant.traces.name();
		const reply = await change(tenant, [{ name_ja: name, start_date: today.toFormat(form) }]);
		const [row] = rowsOf(reply.payload, 'projects');
		if (reply.success && row) {
			const kept = String((await projectNow(tenant, Number(row.project_id))).start_date);
			const right = kept.replace(/\D/g, '').startsWith(day8(today));
			seen.push(`${words} ${right ? 'accepted' : `kept as "${kept}"`}`);
			if (form === 'yyyyMMdd') fits = right;
		} else seen.push(`${words} ${refusalOf(reply, 'codes')}`);
	}
	if (!fits) await shared(tenant);
	return { seen: seen.join(', '), fits };
}

async function arrayWithABadOne(tenant: Tenant) {
	const taken = await shared(tenant);
	const [first, last] = [tenant.traces.name(), tenant.traces.name()];
	const names = [first, taken.name, last];
	const reply = await change(
		tenant,
		names.map((name_ja) => ({ name_ja })),
	);
	const there = (await tenant.traces.projects(tenant.client)).map(({ name }) => name);
	if (there.filter((name) => name === taken.name).length > 1) {
		throw new Open('AKASHI takes two projects of one name: no record was bad');
	}
	const kept = [first, last].map((name) => there.includes(name));
	const what =
		kept[0] && kept[1]
			? 'both good records were kept'
			: kept[0]
				? 'what stood before the bad record was kept'
				: kept[1]
					? 'what stood after the bad record was kept'
					: 'nothing was kept';
	return { seen: `${told(reply)}, ${what}`, fits: true };
}

async function projectFieldsLeftOut(tenant: Tenant) {
	const { today } = tenant;
	const dates = { start_date: day8(today), end_date: day8(today.plus({ days: 1 })) };
	const rest = { remarks: 'test', short_name_ja: 'test' };
	// Which form of dates is taken is a doubt of its own.
	const { id, name } = await make(tenant, { ...rest, ...dates }).catch(
		async () => await make(tenant, rest),
	);
	const before = await projectNow(tenant, id);
	needed(await change(tenant, [{ project_id: id, name_ja: name }]), 'update');
	const names = ['remarks', 'short_name', 'start_date', 'end_date'].filter((key) => before[key]);
	if (names.length === 0) throw new Open('the fields of a new project were empty from the start');
	return emptied(lost(before, await projectNow(tenant, id), names), names);
}

async function indexOfTask(tenant: Tenant) {
	const { id } = await shared(tenant);
	const seen: string[] = [];
	const replies: Reply[] = [];
	for (const index of [1, '2']) {
		const { reply } = await makeTask(tenant, id, { index });
		replies.push(reply);
		seen.push(`${typeof index === 'number' ? 'number' : 'text'} ${told(reply)}`);
	}
	if (replies.every(({ success }) => !success)) {
		needed((await makeTask(tenant, id, {})).reply, 'refused without one, too');
	}
	return { seen: seen.join(', '), fits: replies[0].success === true };
}

async function taskFieldsLeftOut(tenant: Tenant) {
	const { client } = tenant;
	const { id: project } = await shared(tenant);
	const { id, name, reply } = await makeTask(tenant, project, {
		code: tenant.traces.name(),
		estimated_hour: 60,
		estimated_amount: 1000,
		is_finished: true,
	});
	needed(reply, 'no task could be made');
	const path = { project_id: project, task_id: id };
	const now = async () =>
		needed(await client.call('getTask', { path }), 'the task cannot be read') as Row;
	const before = await now();
	const sent = { tasks: [{ task_id: id, name }] };
	needed(await client.call('changeTasks', { path, sent }), 'update');
	const names = ['code', 'estimated_hour', 'estimated_amount', 'is_finished'];
	const given = names.filter((key) => before[key]);
	return emptied(lost(before, await now(), given), given);
}

async function adding(tenant: Tenant) {
	const { client, owner } = tenant;
	const path = { project_id: (await shared(tenant)).id };
	const assign = [{ staff_id: owner, owner: false }];
	const reply = await client.call('changeProjectMembers', { path, sent: { assign } });
	if (!reply.success) return { seen: `POST ${refusalOf(reply, 'codes')}`, fits: false };
	const members = await client.call('getProjectMembers', { path });
	const there = ((members.payload as Row | null)?.staff_ids ?? []) as unknown[];
	const came = there.map(Number).includes(owner);
	return { seen: `POST accepted, the person ${came ? 'is there' : 'is not there'}`, fits: came };
}

async function deletingProjects(tenant: Tenant) {
	const { client } = tenant;
	const { id } = await make(tenant);
	const reply = await client.call('deleteProject', { path: { project_id: id } });
	if (!reply.success) return { seen: refusalOf(reply, 'codes'), fits: false };
	const listed = (await tenant.traces.projects(client)).some(
		(row) => Number(row.project_id) === id,
	);
	const got = await client.call('getProject', { path: { project_id: id } });
	const there = [...(listed ? ['listed (6.16)'] : []), ...(got.success ? ['answered (6.17)'] : [])];
	return {
		seen: there.length === 0 ? 'gone' : `accepted, but still ${there.join(' and ')}`,
		fits: there.length === 0,
	};
}

const leftOut = {
	name: 'Fields left out of an update',
	text: 'not said',
	node: 'reads the record first and sends it whole',
	needs: 'write',
} as const;

export const writing: Doubt[] = [
	{
		chapter: '6.18',
		name: 'Dates that are written',
		text: 'yyyy/mm/dd (table), 8 digits (example)',
		node: 'sends 8 digits',
		needs: 'write',
		probe: datesWritten,
	},
	{
		chapter: '6.18',
		name: 'A list with a bad record',
		text: 'not said',
		node: 'looks afterwards which records are there',
		needs: 'write',
		probe: arrayWithABadOne,
	},
	{ chapter: '6.18', ...leftOut, probe: projectFieldsLeftOut },
	{
		chapter: '6.22',
		name: 'Index of a task',
		text: 'String (table), a number (example)',
		node: 'sends a number',
		needs: 'write',
		probe: indexOfTask,
	},
	{ chapter: '6.22', ...leftOut, probe: taskFieldsLeftOut },
	{
		chapter: '6.30',
		name: 'Method for adding people',
		text: 'GET (table), POST (example)',
		node: 'sends POST',
		needs: 'write',
		probe: adding,
	},
	{
		chapter: '6.19',
		name: 'Deleting a project',
		text: 'deletes it',
		node: 'takes it for gone',
		needs: 'write',
		probe: deletingProjects,
	},
];
