import { z } from 'zod';

import { changedFields, triggerEvent } from '../../shared/triggers/event';
import { row } from '../resources/project/simplify';
import { projects, type ProjectRow } from '../watches/projects';

export const projectChanged = triggerEvent<ProjectRow>({
	entry: {
		name: 'Project Added or Changed',
		value: 'projectChanged',
		description: 'When there is a new project, or one changes; "change" says which',
	},
	watch: projects,
	of: ['added', 'changed'],
	item: ({ kind, row: project, changed }) => ({
		...project!,
		change: kind,
		...(kind === 'changed' ? { changed: changed() } : {}),
	}),
	output: row.extend({
		change: z.enum(['added', 'changed']),
		changed: changedFields.optional(),
	}),
});
