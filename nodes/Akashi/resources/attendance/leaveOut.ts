import { badInput } from '../../../shared/errors';
import { folded } from '../../../shared/directory';
import {
	leaveOutField as field,
	leaveOutInput as namesInput,
	leaveOutName,
	type GivenName,
} from '../../../shared/attendance/leaveOut';
import { mayBeId } from '../../people';
import type { Staff } from './people';

/** Leaving out people by staff code, email address or ID, or by the rows of other nodes. */

export const leaveOutField = field(
	'Staff codes (従業員番号), email addresses and IDs',
	'e.g. s001, suzuki@example.com, 103',
);

/** How a name is compared: AKASHI's ID, the staff code, the email address, or whichever of them it looks like. */
type Mode = 'any' | 'code' | 'email' | 'id';

/** The fields of rows that name a person: those of AKASHI's rows, and those of OMFLOW's users and leave records. */
const modes: Record<string, Mode> = {
	staffId: 'id',
	staffCode: 'code',
	employeeNumber: 'code',
	email: 'email',
	userName: 'code',
	principalEmployeeNumber: 'code',
	principalEmail: 'email',
};

export const leaveOutInput = namesInput(Object.keys(modes));

interface Name {
	mode: Mode;
	/** As `folded` gives it. */
	name: string;
	/** As it was given. */
	given: string;
}

function nameOf({ given, field: from }: GivenName): Name {
	const mode = from === undefined ? 'any' : modes[from];
	// No staff code has an @, but somebody's user name may be the address.
	const way = mode !== 'id' && folded(given, mode).includes('@') ? 'email' : mode;
	return { mode: way, name: folded(given, way), given };
}

/**
 * The people whom none of the names means.
 * @throws Problem when a number is the code of one person and the ID of another
 */
export function without(people: Staff[], names: GivenName[]): Staff[] {
	const index = new Map<string, number[]>();
	const add = (mode: Mode, name: unknown, staffId: number) => {
		const key = `${mode} ${folded(name, mode)}`;
		index.set(key, [...(index.get(key) ?? []), staffId]);
	};
	for (const { staffId, staffCode, email } of people) {
		add('id', staffId, staffId);
		if (staffCode) add('code', staffCode, staffId);
		if (email) add('email', email, staffId);
	}
	const left = new Set<number>();
	for (const { mode, name, given } of names.map(nameOf)) {
		const meant = (as: Mode) => index.get(`${as} ${name}`) ?? [];
		const [byCode, byId] =
			mode === 'any' ? [meant('code'), mayBeId(name) ? meant('id') : []] : [meant(mode), []];
		const other = byId.find((id) => byCode.length > 0 && !byCode.includes(id));
		if (other !== undefined) {
			const message = `contains "${given}", which is the staff code of ID ${byCode.join(', ')} and the ID of somebody else. Give the email address of the one who is meant`;
			throw badInput(leaveOutName, message);
		}
		for (const id of [...byCode, ...byId]) left.add(id);
	}
	return people.filter(({ staffId }) => !left.has(staffId));
}
