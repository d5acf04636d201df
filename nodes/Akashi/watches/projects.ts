import { z } from 'zod';

import { watch } from '../../shared/triggers/event';
import { allProjects } from '../lists/projects';
import { row, simplifyProject } from '../resources/project/simplify';

export type ProjectRow = z.infer<typeof row>;

/** All projects that the token's owner can see (6.16). */
export const projects = watch<ProjectRow, z.ZodTypeAny>({
	name: 'projects',
	fields: [],
	input: () => z.object({}),
	read: async (client) => (await allProjects(client)).map(simplifyProject),
	key: ({ projectId }) => String(projectId),
	compared: (one) => ({
		projectCode: one.projectCode,
		projectName: one.projectName,
		shortName: one.shortName,
		startDate: one.startDate,
		endDate: one.endDate,
		remarks: one.remarks,
		syncPunch: one.syncPunch,
		allStaffsTarget: one.allStaffsTarget,
	}),
	neverGone: true,
});
