import { asId } from '../../shared/answers';
import { labelled, picker } from '../../shared/listSearch';
import { akashi } from '../akashi';
import { allOrganizations, pathsOf } from '../lists/organizations';

/** Every organization, as "name (code)"; also found by its path. */
export const organizationPicker = picker(akashi, async (client) => {
	const paths = pathsOf(await allOrganizations(client));
	return [...paths].map(([{ organizationId, name, code }, path]) => ({
		name: labelled(name, code),
		value: asId(organizationId),
		also: [path],
	}));
});

/** The path of every organization but the company, with its code. */
export const organizationPathPicker = picker(akashi, async (client) => {
	const paths = pathsOf(await allOrganizations(client));
	return [...paths].flatMap(([{ code }, path]) =>
		path === '' ? [] : [{ name: labelled(path, code), value: path }],
	);
});
