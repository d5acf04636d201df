import { z } from 'zod';

import { asId, asList, asNumber, asText, type Loose } from '../../../shared/answers';
import type { organization } from './contract';

const text = z.string().nullable();
const number = z.number().nullable();

export const row = z.object({
	organizationId: z.number(),
	organizationCode: text,
	organizationName: text,
	label: text,
	parentOrganizationId: number,
	displayPunchTypes: z.array(z.object({ punchType: number, displayName: text })),
});

export const simplifyOrganization = (
	one: Loose<z.infer<typeof organization>>,
): z.infer<typeof row> => ({
	organizationId: asId(one.organizationId),
	organizationCode: asText(one.code),
	organizationName: asText(one.name),
	label: asText(one.label),
	parentOrganizationId: asNumber(one.parentId),
	displayPunchTypes: asList(one.displayPunchTypes).map(({ punchType, displayName }) => ({
		punchType: asNumber(punchType),
		displayName: asText(displayName),
	})),
});
