import { z } from 'zod';

import { answer, limited } from '../shared/contract';

/**
 * What several resources' contracts share. The calls are in `resources/<resource>/contract.ts`, by the vendor's
 * chapters; `{companyId}` in a path is filled from the credential.
 */

/**
 * All times of AKASHI are Japan time and carry no offset (every example of the vendor's text). Japan has
 * no summer time, and a fixed offset is read six times as fast as a named zone.
 */
export const zone = 'UTC+9';

/** The vendor's limits for several resources (6.10, 6.11, 6.16, 6.20). */
export const limits = {
	/** Projects and tasks a page. */
	page: 50,
	/** Records in one array call: the vendor states no limit; what it states elsewhere is taken. */
	records: 50,
	/** People in one read of stamps or working records. */
	staffIds: 50,
} as const;

/** Forms of values as they are sent and answered. */
export const id = z.number().int().positive();

/** An id that may come as text (example of 6.25). */
export const anyId = z.coerce.number().int().positive();
export const text = z.string().nullable();
export const whole = z.number().int().nullable();

/** `yyyy/mm/dd HH:MM:SS`, Japan time. */
export const dateTime = z
	.string()
	.regex(/^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}$/)
	.nullable();

export const day8 = z.string().regex(/^\d{8}$/, 'yyyymmdd');
export const day10 = z.string().regex(/^\d{4}\/\d{2}\/\d{2}$/, 'yyyy/mm/dd');
export const seconds14 = z.string().regex(/^\d{14}$/, 'yyyymmddHHMMSS');
export const answeredDay = z.string().nullable();
/** First and last day of a read. */
export const period8 = { start_date: day8.optional(), end_date: day8.optional() };
export const pageText = z.string().regex(/^\d+$/);
/** A request without parameters. */
export const nothing = z.object({}).strict();
/** An object that may hold nothing else. */
export const strict = <T extends z.ZodRawShape>(fields: T) => z.object(fields).strict();

/**
 * What a person may enter, field by field. The two groups of platform-dependent characters that the
 * vendor excludes (chapter 4) are pictures missing from its text: only control characters are refused.
 */
export const fields = {
	organizationPath: limited(1000),
	/** A code that is there already, whatever the rules were when it was given. */
	existingOrganizationCode: limited(1000),
	staffCode: limited(20, /^[A-Za-z0-9_-]*$/, 'half-width letters, digits, hyphens or underscores'),
	/**
	 * "A valid address" is all that the text says, and carriers gave out some that no standard allows
	 * (`taro..x@docomo.ne.jp`).
	 */
	email: z
		.string()
		.regex(/^[^\s\p{Cc}@<>,;]+@[^\s\p{Cc}@<>,;]+\.[^\s\p{Cc}@<>,;]+$/u, 'must be an email address'),
	/** Names and codes for which the vendor states no limit. */
	name: limited(1000),
} as const;

/** The person whom a row of 6.13 to 6.15 is about: one of the two fields. */
export const person = {
	staff_code: fields.staffCode.optional(),
	staff_email: fields.email.optional(),
};

/** Whether such a row says who. */
export const named = (row: { staff_code?: string; staff_email?: string }) =>
	Boolean(row.staff_code || row.staff_email);

/** Keys that are counted on (`sub_organization_path2`) beside the fixed ones; any other key is refused. */
export const countedOn =
	(known: z.ZodRawShape, ...names: RegExp[]) =>
	(row: object, context: z.RefinementCtx) => {
		for (const [key, value] of Object.entries(row)) {
			if (key in known) continue;
			if (typeof value === 'string' && names.some((name) => name.test(key))) continue;
			context.addIssue({ code: 'custom', path: [key], message: 'is not documented' });
		}
	};

/** A person as the array calls 6.12 to 6.15 answer them. */
export const changedStaff = answer({
	login_company_code: text,
	staffs: z.array(answer({ staff_id: id, staff_code: text, email: text })),
});
