import { organizationPathPicker, organizationPicker } from './organizations';
import { projectPicker } from './projects';
import { staffPicker } from './staff';
import { taskPicker } from './tasks';

/** What the fields of the node name as `searchListMethod` and `loadOptionsMethod`. */
export const methods = {
	listSearch: {
		searchOrganizationPaths: organizationPathPicker.search,
		searchOrganizations: organizationPicker.search,
		searchProjects: projectPicker.search,
		searchStaff: staffPicker.search,
		searchTasks: taskPicker.search,
	},
	loadOptions: { getStaff: staffPicker.options },
};
