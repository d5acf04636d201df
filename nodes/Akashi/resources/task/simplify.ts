import { z } from 'zod';

import { asFlag, asId, asNumber, asText, type Loose } from '../../../shared/answers';
import { adding } from '../../../shared/items';
import type { ItemRequest } from '../../../shared/operation';
import type { task } from './contract';

const text = z.string().nullable();
const number = z.number().nullable();

export const row = z.object({
	projectId: z.number(),
	taskId: z.number(),
	taskCode: text,
	taskName: text,
	index: number,
	estimatedMinutes: number,
	estimatedAmount: number,
	finished: z.boolean().nullable(),
});

/** A deleted task, as far as 6.23 answers it. */
export const deletedRow = row.pick({
	projectId: true,
	taskId: true,
	taskCode: true,
	taskName: true,
});

type OfProject = Loose<z.infer<typeof task>> & { project_id?: unknown };

export const simplifyTask = (one: OfProject): z.infer<typeof row> => ({
	...simplifyDeleted(one),
	// 6.21 leaves it out.
	index: asNumber(one.index),
	// Minutes, whatever its name says (6.20).
	estimatedMinutes: asNumber(one.estimated_hour),
	estimatedAmount: asNumber(one.estimated_amount),
	finished: asFlag(one.is_finished),
});

export const simplifyDeleted = (one: OfProject): z.infer<typeof deletedRow> => ({
	projectId: asId(one.project_id),
	taskId: asId(one.task_id),
	taskCode: asText(one.code),
	taskName: asText(one.name),
});

/** A request whose rows say of which project they are, which no answer does. */
export const ofProject = <V extends { project_id: number }>(request: ItemRequest<V>) =>
	adding(request, () => ({ project_id: request.values.project_id }));
