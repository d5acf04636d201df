import { asId } from '../../shared/answers';
import { picker } from '../../shared/picker';
import { akashi } from '../akashi';
import { allStaff } from '../staffPages';

/** Everybody whom the token's owner manages, as "name (code)". */
export const searchStaff = picker(akashi, async (link) =>
	(await allStaff(link)).map(({ staffId, lastName, firstName, staffNum }) => ({
		name: `${lastName ?? ''} ${firstName ?? ''}${staffNum ? ` (${staffNum})` : ''}`.trim(),
		value: asId(staffId),
	})),
);
