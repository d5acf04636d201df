import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';
import {
	answeredDay,
	day8,
	fields,
	id,
	nothing,
	pageText,
	period8,
	strict,
	text,
	whole,
} from '../../contract';

/** A project as 6.16 and 6.17 answer it. */
export const project = answer({
	project_id: id,
	name: text,
	short_name: text,
	project_code: text,
	remarks: text,
	start_date: answeredDay,
	end_date: answeredDay,
	sync_punch: z.boolean(),
	all_staffs_target: z.boolean(),
});

/** A project as 6.18 answers it. */
export const changedProject = answer({
	project_id: id,
	name_ja: text,
	short_name_ja: text,
	project_code: text,
	remarks: text,
	start_date: answeredDay,
	end_date: answeredDay,
});

/** A row that 6.18 takes. */
export const projectRow = z
	.object({
		project_id: id.optional(),
		name_ja: fields.name,
		short_name_ja: fields.name.optional(),
		name_en: fields.name.optional(),
		short_name_en: fields.name.optional(),
		project_code: fields.name.optional(),
		remarks: fields.name.optional(),
		start_date: day8.optional(),
		end_date: day8.optional(),
	})
	.strict();

/** Chapters 6.16 to 6.19. */
export const calls = {
	/** Pages of 50 from page 0 without a total. The table prints `start_date` three times. */
	listProjects: {
		source: '6.16',
		method: 'GET',
		path: '/{companyId}/projects',
		request: strict({ ...period8, page: pageText.optional() }),
		response: answer({ count: whole, projects: z.array(project) }),
	},
	getProject: {
		source: '6.17',
		method: 'GET',
		path: '/{companyId}/projects/{project_id}',
		request: nothing,
		response: project,
	},
	/** With `project_id` it updates, without it creates. */
	changeProjects: {
		source: '6.18',
		method: 'POST',
		path: '/{companyId}/projects',
		writes: { keyedBy: 'project_id' },
		request: strict({ projects: z.array(projectRow).min(1) }),
		response: answer({ count: whole, projects: z.array(changedProject) }),
	},
	deleteProject: {
		source: '6.19',
		method: 'DELETE',
		path: '/{companyId}/projects/{project_id}',
		writes: 'keyed',
		request: nothing,
		response: answer({ project_id: id, name: text, short_name: text, project_code: text }),
	},
} satisfies Record<string, Call>;
