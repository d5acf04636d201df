import { z } from 'zod';

import { id } from '../../../shared/inputs';
import { operation } from '../../../shared/operation';
import { reads, single } from '../../../shared/reading/single';
import { projectLocator } from '../../locators';
import { calls, project } from './contract';

/** 6.17: one project. */
export const get = operation({
	entry: { name: 'Get', value: 'get', action: 'Get project', description: 'Get a project' },
	fields: [{ ...projectLocator, routing: { send: { type: 'query', property: 'project_id' } } }],
	input: () => z.object({ project_id: id }),
	execute: reads(single(calls.getProject, (payload) => [payload])),
	output: project,
});
