import { z } from 'zod';

import { answer, idText, limited, type Call } from '../../../shared/contract';
import { fields as common, id, strict, text, whole } from '../../contract';

/** What a person may enter, with what other resources take as well. */
export const fields = {
	...common,
	organizationName: limited(32, /^[^/]*$/, 'without "/"'),
	organizationNameEn: limited(64, /^[^/]*$/, 'without "/"'),
	organizationCode: limited(32, /^[A-Za-z0-9-]*$/, 'half-width letters, digits or hyphens'),
} as const;

/** An organization as 6.2 answers it. */
export const organization = answer({
	organizationId: id,
	name: text,
	code: text,
	label: text,
	parentId: whole,
	displayPunchTypes: z.array(answer({ punchType: whole, displayName: text })),
});

/** Chapters 6.1 and 6.2. */
export const calls = {
	/** `includesParents` is required; `orgId` wins over it. Not paged. */
	listOrganizations: {
		source: '6.2',
		method: 'GET',
		path: '/{companyId}/organizations',
		request: z.object({ includesParents: z.enum(['0', '1']), orgId: idText.optional() }).strict(),
		response: answer({ count: whole, organizations: z.array(organization) }),
	},
	/** Creates only; existing organizations cannot be changed. */
	createOrganizations: {
		source: '6.1',
		method: 'POST',
		path: '/{companyId}/organizations',
		writes: 'new',
		request: strict({
			organizations: z
				.array(
					strict({
						name: fields.organizationName,
						name_en: fields.organizationNameEn.optional(),
						code: fields.organizationCode.optional(),
						parent_organization: z.string().optional(),
					}),
				)
				.min(1),
		}),
		response: answer({ count: whole, organizations: z.array(organization) }),
	},
} satisfies Record<string, Call>;
