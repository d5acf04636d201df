import { z } from 'zod';

import { asId, asList, type Answered } from '../../../shared/answers';
import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { projectLocator } from '../../locators';
import { calls } from './contract';

const row = z.object({ projectId: z.number(), staffId: z.number(), owner: z.boolean() });

/** 6.29: the members of a project, one item each. */
export const getAll = operation({
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many project members',
		description: 'Get the members of a project, one item per person',
	},
	fields: [{ ...projectLocator, routing: { send: { type: 'query', property: 'project_id' } } }],
	input: () => z.object({ project_id: id }),
	execute: reads(
		single(
			calls.getProjectMembers,
			(
				{ staff_ids, owner_staff_ids }: Answered<typeof calls.getProjectMembers>,
				{ project_id },
			): Array<z.infer<typeof row>> => {
				const owners = new Set(asList(owner_staff_ids).map(asId));
				// In the example, owners are members as well; the text does not say whether they always are.
				const everybody = new Set([...asList(staff_ids).map(asId), ...owners]);
				return [...everybody].map((staffId) => ({
					projectId: project_id,
					staffId,
					owner: owners.has(staffId),
				}));
			},
		),
	),
	output: row,
});
