import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Settings } from '../shared/operation';

/** The option that adds names of organizations to rows, on by default. */
export const addNamesOption = (more = ''): INodeProperties => ({
	displayName: 'Add Names',
	name: 'addNames',
	type: 'boolean',
	default: true,
	description: `Whether to add the name of the organization to each row${more}. The list of organizations is read once per run.`,
});

/** Whether names are wanted. */
export const addsNames = ({ options }: Settings): boolean =>
	(options as IDataObject | undefined)?.addNames !== false;
