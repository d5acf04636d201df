import { z } from 'zod';

import { answer, type Call } from '../../../shared/contract';
import { listRequest } from '../../contract';

/** A step of a ticket that waits for the caller, or for one of their groups. */
export const mission = answer({
	id: z.number().int().positive(),
	data_id: z.number().int().positive(),
	data_no: z.string().nullable().optional(),
	flow_uuid: z.string().nullable().optional(),
	flow_name: z.string().nullable().optional(),
	/** Announced for later versions (handbook). */
	api_path: z.string().nullable().optional(),
	title: z.string().nullable().optional(),
	status: z.string().nullable().optional(),
	level: z.string().nullable().optional(),
	stop_chart_text: z.string().nullable().optional(),
	create_user_id: z.string().nullable().optional(),
	assignee_id: z.number().int().nullable().optional(),
	assign_group_id: z.number().int().nullable().optional(),
	/** The names of the two buttons with a comma between them; a comma alone if there are none. */
	action: z.string().nullable().optional(),
	attachment: z.boolean().nullable().optional(),
	ticket_createtime: z.string().nullable().optional(),
	createtime: z.string().nullable().optional(),
	updatetime: z.string().nullable().optional(),
});

export const calls = {
	/** An empty list is refused with 404 (seen on 1.1.0.0). */
	listMissions: {
		source: '5-03 my-mission/list',
		method: 'POST',
		path: '/rest/my-mission/api/my-mission/list/',
		request: listRequest,
		response: z.array(mission),
	},
} satisfies Record<string, Call>;
