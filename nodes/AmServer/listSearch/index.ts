import { asText } from '../../shared/answers';
import { labelled, picker } from '../../shared/listSearch';
import { amServer } from '../amServer';
import { allUsers } from '../lists/users';

/** Every user, as "name (ID)". */
const userPicker = picker(amServer, async (client) =>
	(await allUsers(client)).map(({ userid, username }) => ({
		name: labelled(username, userid),
		value: asText(userid)!,
	})),
);

/** What the fields of the node name as `loadOptionsMethod`. */
export const methods = { loadOptions: { getUsers: userPicker.options } };
