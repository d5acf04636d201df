import { asId } from '../../shared/answers';
import { labelled, picker } from '../../shared/listSearch';
import { akashi } from '../akashi';
import { allProjects } from '../lists/projects';

/** Every project, as "name (code)". */
export const projectPicker = picker(akashi, async (client) =>
	(await allProjects(client)).map(({ project_id, name, project_code }) => ({
		name: labelled(name, project_code),
		value: asId(project_id),
	})),
);
