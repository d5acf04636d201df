import { z } from 'zod';

import { asFlag, asId, asNumber, asText } from '../../../shared/answers';
import { isoOf } from '../../../shared/dates';
import { buttonNames } from '../../button';
import type { AnsweredMission } from '../../lists/missions';

const text = z.string().nullable();

/** A mission as every operation puts it out, or some of its fields. The buttons are those of "Quick Action". */
export const missionRow = z.object({
	missionId: z.number(),
	ticketNumber: text,
	title: text,
	formName: text,
	step: text,
	ticketStatus: text,
	firstButton: text,
	secondButton: text,
	createdBy: text,
	createdAt: text,
	dataId: z.number(),
	level: text,
	assigneeId: z.number().nullable(),
	organizationId: z.number().nullable(),
	attachment: z.boolean().nullable(),
	ticketCreatedAt: text,
	updatedAt: text,
});

/** A row of the list of missions. */
export function simplifiedMission(row: AnsweredMission, zone: string): z.infer<typeof missionRow> {
	const [firstButton, secondButton] = buttonNames(row.action);
	return {
		missionId: asId(row.id),
		ticketNumber: asText(row.data_no),
		title: asText(row.title),
		formName: asText(row.flow_name),
		step: asText(row.stop_chart_text),
		ticketStatus: asText(row.status),
		firstButton,
		secondButton,
		createdBy: asText(row.create_user_id),
		createdAt: isoOf(row.createtime, zone),
		dataId: asId(row.data_id),
		level: asText(row.level),
		assigneeId: asNumber(row.assignee_id),
		organizationId: asNumber(row.assign_group_id),
		attachment: asFlag(row.attachment),
		ticketCreatedAt: isoOf(row.ticket_createtime, zone),
		updatedAt: isoOf(row.updatetime, zone),
	};
}
