import { asId, asText } from '../../shared/answers';
import { labelled, picker } from '../../shared/listSearch';
import { akashi } from '../akashi';
import { allStaff, nameOf } from '../lists/staff';

/** All staff whom the token's owner manages, as "name (code), organization"; also found by kana and email. */
export const staffPicker = picker(akashi, async (client) =>
	(await allStaff(client)).map((staff) => {
		const { lastName, firstName, lastNameKana, firstNameKana } = staff;
		return {
			name: labelled(nameOf(staff), staff.staffNum, staff.organization?.name),
			value: asId(staff.staffId),
			// Names are also typed without a space.
			also: [
				`${lastName ?? ''}${firstName ?? ''}`,
				asText(lastNameKana),
				asText(firstNameKana),
				`${lastNameKana ?? ''}${firstNameKana ?? ''}`,
				asText(staff.email),
			],
		};
	}),
);
