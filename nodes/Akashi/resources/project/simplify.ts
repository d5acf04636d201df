import { z } from 'zod';

import { asFlag, asId, asText, type Loose } from '../../../shared/answers';
import { isoDay } from '../../period';
import type { calls, changedProject, project } from './contract';

const text = z.string().nullable();
const flag = z.boolean().nullable();

/** A project as it is read. */
export const row = z.object({
	projectId: z.number(),
	projectCode: text,
	projectName: text,
	shortName: text,
	startDate: text,
	endDate: text,
	remarks: text,
	syncPunch: flag,
	allStaffsTarget: flag,
});

/** A project as it is written: 6.18 does not answer the flags. */
export const changedRow = row.omit({ syncPunch: true, allStaffsTarget: true });

/** A deleted project, as far as 6.19 answers it. */
export const deletedRow = row.pick({
	projectId: true,
	projectCode: true,
	projectName: true,
	shortName: true,
});

export const simplifyProject = (one: Loose<z.infer<typeof project>>): z.infer<typeof row> => ({
	...simplifyChanged({ ...one, name_ja: one.name, short_name_ja: one.short_name }),
	syncPunch: asFlag(one.sync_punch),
	allStaffsTarget: asFlag(one.all_staffs_target),
});

export const simplifyChanged = (
	one: Loose<z.infer<typeof changedProject>>,
): z.infer<typeof changedRow> => ({
	projectId: asId(one.project_id),
	projectCode: asText(one.project_code),
	projectName: asText(one.name_ja),
	shortName: asText(one.short_name_ja),
	startDate: isoDay(one.start_date),
	endDate: isoDay(one.end_date),
	remarks: asText(one.remarks),
});

export const simplifyDeleted = (
	one: Loose<z.infer<(typeof calls.deleteProject)['response']>>,
): z.infer<typeof deletedRow> => ({
	projectId: asId(one.project_id),
	projectCode: asText(one.project_code),
	projectName: asText(one.name),
	shortName: asText(one.short_name),
});
