import type { IDataObject } from 'n8n-workflow';
import type { z } from 'zod';

import { asList, asText } from '../../../shared/answers';
import type { Listed } from '../../../shared/writing/recheck';
import { batches } from '../../../shared/writing/batches';
import { limits } from '../../contract';
import { allStaff } from '../../lists/staff';
import { calls, type AnsweredStaff } from './contract';
import type { staffValues } from './fields';
import type { ChangedStaff } from './simplify';

/** A row of 6.3; with `staff_id` it updates, without it creates. */
export type StaffRow = z.output<z.ZodObject<ReturnType<typeof staffValues>>> & {
	staff_id?: number;
	/** The field by which `upsert` finds people; not sent to AKASHI. */
	matchOn?: MatchOn;
};
export type MatchOn = 'email' | 'staff_code';

/** A person of 6.4 in the form of 6.3. The names are joined as in its errors. */
const listed = (staff: AnsweredStaff): Listed => ({
	row: {
		staff_id: staff.staffId,
		staff_code: staff.staffNum,
		email: staff.email,
		organization_id: staff.organization?.organizationId ?? null,
		employment_category_id: staff.employmentCategory?.employmentCategoryId ?? null,
	},
	// People with neither code nor email are only identified by their names.
	names: [staff.staffNum, staff.email, `${staff.lastName ?? ''}${staff.firstName ?? ''}`].map(
		asText,
	),
});

/** 6.3 for create, update and upsert: 50 people per call, some of which may be refused. */
export const changes = batches<StaffRow>({
	call: calls.changeStaff,
	size: limits.records,
	body: (rows) => ({ staffs: rows.map((row) => ({ ...row, matchOn: undefined })) }),
	// In the example of 6.3, the name of the list ends with a space.
	rows: (payload: { [name: string]: IDataObject[] } | null) =>
		asList(payload?.staffs ?? payload?.['staffs ']),
	names: {
		sent: ({ staff_id, staff_code, email }) => [staff_id, staff_code, email?.toLowerCase()],
		answered: (row) => {
			const { staff_id, staff_code, email } = row as ChangedStaff;
			return [asText(staff_id), asText(staff_code), asText(email)?.toLowerCase()];
		},
	},
	// Errors contain the ID of an updated row, as text, and the joined names of any row.
	blames: ({ staff_id, last_name, first_name }, error) =>
		staff_id === undefined
			? !error.staff_id && error.name === last_name + first_name
			: String(error.staff_id) === String(staff_id),
	listing: {
		id: 'staff_id',
		list: async (client) => (await allStaff(client)).map(listed),
		sent: ({ staff_code, email, last_name, first_name }) => [
			staff_code,
			email,
			last_name + first_name,
		],
	},
});
