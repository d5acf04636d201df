import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';
import { answeredDay, anyId, id, nothing, period8, strict } from '../../contract';

const projectMembers = answer({
	staff_ids: z.array(anyId),
	owner_staff_ids: z.array(anyId),
});

/** Chapters 6.28 to 6.30. */
export const calls = {
	listStaffProjects: {
		source: '6.28',
		method: 'GET',
		path: '/{companyId}/staff_projects/{staff_id}',
		request: strict(period8),
		response: answer({
			projects: z.array(
				answer({
					project_id: anyId,
					start_date: answeredDay,
					end_date: answeredDay,
					tasks: z.array(anyId),
				}),
			),
		}),
	},
	getProjectMembers: {
		source: '6.29',
		method: 'GET',
		path: '/{companyId}/project_staffs/{project_id}',
		request: nothing,
		response: projectMembers,
	},
	/** The table says GET, the example POST: the example is taken, since it changes something. */
	changeProjectMembers: {
		source: '6.30',
		method: 'POST',
		path: '/{companyId}/project_staffs/{project_id}',
		writes: 'keyed',
		request: strict({
			assign: z.array(strict({ staff_id: id, owner: z.boolean().optional() })).optional(),
			unassign: z.array(id).optional(),
		}),
		response: projectMembers,
	},
} satisfies Record<string, Call>;
