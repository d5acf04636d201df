import { asId } from '../../shared/answers';
import { picker } from '../../shared/listSearch';
import { akashi } from '../akashi';
import { allProjects } from '../resources/project/pages';

/** Every project, as "name (code)". */
export const searchProjects = picker(akashi, async (client) =>
	(await allProjects(client)).map(({ project_id, name, project_code }) => ({
		name: `${name ?? ''}${project_code ? ` (${project_code})` : ''}`.trim(),
		value: asId(project_id),
	})),
);
