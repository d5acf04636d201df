import type { INodeProperties } from 'n8n-workflow';

/** The field that names events: `source2` of the API. */
export const keyField: INodeProperties = {
	displayName: 'Key',
	name: 'key',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. attendance-import',
	description:
		'Your own name for this kind of trouble with this device or workflow. "Close" closes all events with the same key.',
	routing: { send: { type: 'body', property: 'source2' } },
};
