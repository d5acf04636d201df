import { z } from 'zod';

import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { idWords } from '../../../shared/inputs';
import { locatedBy } from '../../../shared/located';
import type { ValuesOf } from '../../../shared/operation';
import { projectId, taskOfProject } from '../../locators';

/** The input of an operation about one task. */
export const oneTask = (_: Zones, client: Client) =>
	z
		.object({ project_id: projectId(client), task_id: z.unknown() })
		.transform(locatedBy('task_id', taskOfProject(client), idWords));

export type OneTask = ValuesOf<typeof oneTask>;
