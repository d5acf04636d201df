import { z } from 'zod';

import { asId, asList, asText, type Answered, type Loose } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { addNamesOption, optionsField, outputFields } from '../../../shared/fields';
import { adding } from '../../../shared/items';
import { addsNames, operation, type ValuesOf } from '../../../shared/operation';
import { periodFields, periodInput } from '../../../shared/period';
import { reads, single } from '../../../shared/reading/single';
import { projectDirectory } from '../../lists/projects';
import { staffId, staffLocator } from '../../locators';
import { isoDay } from '../../period';
import type { project } from '../project/contract';
import { calls } from './contract';

const row = z.object({
	staffId: z.number(),
	projectId: z.number(),
	projectCode: z.string().nullable().optional(),
	projectName: z.string().nullable().optional(),
	startDate: z.string().nullable(),
	endDate: z.string().nullable(),
	taskIds: z.array(z.number()),
});

type OfStaff = Loose<
	z.infer<(typeof calls.listStaffProjects.response.shape.projects)['element']>
> & {
	staff_id?: unknown;
	/** Null if nobody knows it, absent if names are not wanted. */
	project?: Loose<z.infer<typeof project>> | null;
};

const simplify = ({ project, ...one }: OfStaff): z.infer<typeof row> => ({
	staffId: asId(one.staff_id),
	projectId: asId(one.project_id),
	...(project === undefined
		? {}
		: { projectCode: asText(project?.project_code), projectName: asText(project?.name) }),
	startDate: isoDay(one.start_date),
	endDate: isoDay(one.end_date),
	taskIds: asList(one.tasks).map(asId),
});

const input = (zones: Zones, client: Client) => periodInput(zones, { staff_id: staffId(client) });
type Values = ValuesOf<typeof input>;

const read = single<Values>(
	calls.listStaffProjects,
	({ projects }: Answered<typeof calls.listStaffProjects>) => asList(projects),
	({ staff_id, from, to }) => ({
		staff_id,
		start_date: from.toFormat('yyyyMMdd'),
		end_date: to.toFormat('yyyyMMdd'),
	}),
);

/** 6.28: the projects of a person in a period, one item each. */
export const getProjects = operation({
	entry: {
		name: 'Get Projects',
		value: 'getProjects',
		action: 'Get projects of staff member',
		description: 'Get the projects of a staff member in a period, one item per project',
	},
	fields: [
		{ ...staffLocator, routing: { send: { type: 'query', property: 'staff_id' } } },
		...periodFields('thisMonth'),
		...outputFields(row),
		optionsField(
			addNamesOption(
				'project code and name to each row. The lists with the names are read once per run unless they are read anyway.',
			),
		),
	],
	input,
	execute: reads<Values>(async (client, request) => {
		const { simplified, settings, values } = request;
		const list =
			simplified && addsNames(settings) ? await projectDirectory.rows(client) : undefined;
		const byId = list && new Map(list.map((one) => [asId(one.project_id), one]));
		const more = ({ project_id }: Record<string, unknown>) => ({
			staff_id: values.staff_id,
			project: byId && (byId.get(asId(project_id)) ?? null),
		});
		return await read(client, adding(request, more));
	}),
	simplify,
	output: row,
});
