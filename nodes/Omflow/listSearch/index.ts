import { asId, asText } from '../../shared/answers';
import { unlessRefused } from '../../shared/errors';
import { labelled, picker } from '../../shared/listSearch';
import { allForms } from '../lists/forms';
import { allMissions } from '../lists/missions';
import { allOrganizations } from '../lists/organizations';
import { allUsersWithOrganizations, isInUse } from '../lists/users';
import { omflow } from '../omflow';

/** Every user in use, as "name (user name), employee number"; also found by email and organization. */
const userPicker = picker(omflow, async (client) => {
	const [users, groups] = await Promise.all([
		allUsersWithOrganizations(client),
		unlessRefused(allOrganizations(client), []),
	]);
	const names = new Map(groups.map(({ id, display_name }) => [asId(id), asText(display_name)]));
	return users.filter(isInUse).map(({ id, username, nick_name, ad_no, email, default_group }) => ({
		name: labelled(nick_name, username, ad_no),
		value: asId(id),
		also: [asText(email), names.get(asId(default_group))],
	}));
});

/** Every organization with a code, as "name (code)", by its code. */
const organizationPicker = picker(omflow, async (client) =>
	(await allOrganizations(client))
		.filter(({ group_no }) => asText(group_no) !== null)
		.map(({ group_no, display_name }) => ({
			name: labelled(display_name, group_no),
			value: asText(group_no)!,
		})),
);

/** Every form that can be opened by calls, as "name (API path), app", by its API path. */
const formPicker = picker(omflow, async (client) =>
	(await allForms(client)).map(({ path, name, appName }) => ({
		name: labelled(name ?? path, path, appName),
		value: path,
	})),
);

/** Every mission of the user, as "title (ticket number), step". */
const missionPicker = picker(omflow, async (client) =>
	(await allMissions(client)).map(({ id, title, data_no, stop_chart_text, flow_name }) => ({
		name: labelled(title, data_no, stop_chart_text),
		value: asId(id),
		also: [asText(flow_name)],
	})),
);

/** What the fields of the node name as `searchListMethod` and `loadOptionsMethod`. */
export const methods = {
	listSearch: {
		searchForms: formPicker.search,
		searchMissions: missionPicker.search,
		searchUsers: userPicker.search,
	},
	loadOptions: { getOrganizations: organizationPicker.options },
};
