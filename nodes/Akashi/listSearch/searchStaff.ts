import { asId, asText } from '../../shared/answers';
import { picker } from '../../shared/listSearch';
import { akashi } from '../akashi';
import { allStaff } from '../staffList';

/** All staff whom the token's owner manages, as "name (code)"; also found by kana and email. */
export const searchStaff = picker(akashi, async (client) =>
	(await allStaff(client)).map(
		({ staffId, lastName, firstName, lastNameKana, firstNameKana, staffNum, email }) => ({
			name: `${lastName ?? ''} ${firstName ?? ''}${staffNum ? ` (${staffNum})` : ''}`.trim(),
			value: asId(staffId),
			// Names are also typed without a space.
			also: [
				`${lastName ?? ''}${firstName ?? ''}`,
				asText(lastNameKana),
				asText(firstNameKana),
				`${lastNameKana ?? ''}${firstNameKana ?? ''}`,
				asText(email),
			],
		}),
	),
);
