import type { INodeProperties } from 'n8n-workflow';

/** Who is away. */
export const principalField: INodeProperties = {
	displayName: 'Principal',
	name: 'principal',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. yamada.taro',
	description: 'Who is away: user name, display name or employee number',
	routing: { send: { type: 'body', property: 'principal' } },
};

/** Who stands in. */
export const substituteField: INodeProperties = {
	displayName: 'Substitute',
	name: 'substitute',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. sato.hanako',
	description: 'Who stands in: user name, display name or employee number',
	routing: { send: { type: 'body', property: 'substitute' } },
};
