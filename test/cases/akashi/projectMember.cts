import { parametersOf, picked, type Case } from '../case.cts';
import { kept, namesOf } from './parts.cts';

const member = parametersOf('projectMember');

export const projectMemberCases: Case[] = [
	{
		name: 'the people of a project',
		node: 'akashi',
		parameters: member('getAll', { projectId: picked('id', '7005') }),
		expected: (servers) => {
			const { staff_ids, owner_staff_ids } = servers.akashi.members.get(7005)!;
			return staff_ids.map((staffId) => ({
				projectId: 7005,
				staffId,
				...namesOf(servers, staffId),
				owner: owner_staff_ids.includes(staffId),
			}));
		},
		// Their names are on the first page.
		calls: 1 + 1,
	},
	{
		name: 'the people of a project without names',
		node: 'akashi',
		parameters: member('getAll', {
			projectId: picked('list', 7005),
			options: { addNames: false },
		}),
		expected: ({ akashi }) => {
			const { staff_ids, owner_staff_ids } = akashi.members.get(7005)!;
			return staff_ids.map((staffId) => ({
				projectId: 7005,
				staffId,
				owner: owner_staff_ids.includes(staffId),
			}));
		},
		calls: 1,
	},
	{
		name: 'the people of a project as the API answers them',
		node: 'akashi',
		parameters: member('getAll', { projectId: picked('id', 7005), simplify: false }),
		expected: ({ akashi }) => [{ ...akashi.members.get(7005)! }],
		calls: 1,
	},
	{
		name: 'the projects of a person',
		node: 'akashi',
		parameters: member('getProjects', {
			staffId: picked('id', '={{ $json.staff }}'),
			period: 'custom',
			startDate: '2026-04-01',
			endDate: '2026-04-30',
		}),
		items: ({ akashi }) => [{ staff: akashi.staff[0].staffId }],
		expected: ({ akashi }) =>
			akashi.projects.map(({ project_id, name, project_code, start_date, end_date, tasks }) => ({
				staffId: akashi.staff[0].staffId,
				projectId: project_id,
				projectCode: project_code,
				projectName: name,
				startDate: start_date,
				endDate: end_date,
				taskIds: tasks.map(({ task_id }) => task_id),
			})),
		calls: 1 + 1,
	},
	{
		name: 'people assigned to a project by ID',
		node: 'akashi',
		parameters: member('update', {
			projectId: picked('list', 7001),
			assignStaffIds: '={{ $json.join }}',
		}),
		items: ({ akashi: { staff } }) => [{ join: [staff[5].staffId, staff[6].staffId] }],
		expected: ({ akashi: { members } }) => {
			const { staff_ids, owner_staff_ids } = members.get(7001)!;
			return [{ projectId: 7001, staffIds: staff_ids, ownerStaffIds: owner_staff_ids }];
		},
		calls: 1,
		...kept(),
	},
	{
		name: 'people assigned to a project and taken off, by ID, code and email',
		node: 'akashi',
		parameters: member('update', {
			projectId: picked('id', '7001'),
			assignStaffIds: '={{ $json.join }}',
			assignOwnerIds: '={{ $json.own }}',
			unassignStaffIds: '={{ $json.leave }}',
		}),
		items: ({ akashi: { staff } }) => [
			{
				join: [staff[0].staffId, staff[5].staffId],
				own: `${staff[6].staffNum}`,
				leave: `${staff[1].email}, ${staff[2].staffId}`,
			},
		],
		expected: ({ akashi: { members, staff } }) => {
			const after = members.get(7001)!;
			const [first, sixth, seventh] = [0, 5, 6].map((place) => staff[place].staffId);
			const asked =
				after.staff_ids.join() === [first, sixth, seventh].join() &&
				after.owner_staff_ids.join() === `${seventh}`;
			return asked
				? [{ projectId: 7001, staffIds: after.staff_ids, ownerStaffIds: after.owner_staff_ids }]
				: [];
		},
		// Three pages of staff, for what is no ID.
		calls: 3 + 1,
		...kept(),
	},
];
