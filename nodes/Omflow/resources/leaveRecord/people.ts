import type { INodeProperties } from 'n8n-workflow';

/** The person on leave. */
export const principalField: INodeProperties = {
	displayName: 'Principal',
	name: 'principal',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. yamada.taro',
	description: 'Person on leave: user name, display name or employee number',
	routing: { send: { type: 'body', property: 'principal' } },
};

/** The substitute. */
export const substituteField: INodeProperties = {
	displayName: 'Substitute',
	name: 'substitute',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. sato.hanako',
	description: 'Person who stands in: user name, display name or employee number',
	routing: { send: { type: 'body', property: 'substitute' } },
};
