import { z } from 'zod';

import { asFlag, asNumber, asText } from '../../../shared/answers';
import { isoOf } from '../../../shared/dates';
import type { AnsweredLeave } from '../../lists/leaves';
import type { Person } from './people';

/** A leave record as every operation puts it out, or some of its fields. */
export const leaveRow = z.object({
	leaveId: z.number().nullable(),
	identifier: z.string().nullable(),
	principalId: z.number().nullable(),
	principalName: z.string().nullable(),
	substituteId: z.number().nullable(),
	substituteName: z.string().nullable(),
	start: z.string().nullable(),
	end: z.string().nullable(),
	cancelled: z.boolean().nullable(),
});

/** The same as a list has it, with the names by which other systems know who is on leave. */
export const listedRow = leaveRow.extend({
	principalEmployeeNumber: z.string().nullable(),
	principalEmail: z.string().nullable(),
});

/** The fields of a row that name who is on leave, and who stands in. */
export const principalOf = ({ id, name }: Person) => ({ principalId: id, principalName: name });
export const substituteOf = ({ id, name }: Person) => ({ substituteId: id, substituteName: name });

/** A record as the list answers it; `principal` is who it was asked for. */
export type ListedLeave = AnsweredLeave & { principal?: Person };

/** A row of the leave list. */
export const simplifiedLeave = (
	{ principal, ...one }: ListedLeave,
	zone: string,
): z.infer<typeof listedRow> => ({
	leaveId: asNumber(one.id),
	identifier: asText(one.identifier),
	principalId: asNumber(one.principal_id),
	principalName: asText(one.principal_id__nick_name),
	substituteId: asNumber(one.substitute_id),
	substituteName: asText(one.substitute_id__nick_name),
	start: isoOf(one.starttime, zone),
	end: isoOf(one.endtime, zone),
	cancelled: asFlag(one.cancel),
	...numberAndEmail(asNumber(one.principal_id) === principal?.id ? principal : undefined),
});

const numberAndEmail = (person: Person | undefined) => ({
	principalEmployeeNumber: person?.employeeNumber ?? null,
	principalEmail: person?.email ?? null,
});
