import type { INodeProperties } from 'n8n-workflow';

import type { Client } from '../shared/client/client';
import { wordOf } from '../shared/inputs';
import { located } from '../shared/located';
import { locator } from '../shared/locators';
import { formDirectory } from './lists/forms';

/** The field that picks the form of a ticket. */
export const formField: INodeProperties = {
	...locator(
		{
			displayName: 'Form',
			name: 'form',
			description:
				'Form of the ticket. If the list does not show it, enter its API path, which OMFLOW shows in the settings of the flow (應用管理 > 已上架應用).',
		},
		'searchForms',
		{ name: '請假單', path: 'leave-request' },
	),
	routing: { send: { type: 'body', property: 'form' } },
};

/** An API path, also within the address that OMFLOW shows. Nothing in it may lead to another call. */
function pathOf(value: unknown): string | undefined {
	const text = wordOf(value) ?? '';
	const [, path = text] = /\/omdata\/(?:edit|list)\/([^/]+)\/?$/.exec(text) ?? [];
	return /^(?!\.+$)[^\s/\\?#%\p{Cc}]+$/u.test(path) ? path : undefined;
}

const pathWords =
	'must be the API path of a form, such as leave-request: without blanks and slashes';

/** An API path that is typed. */
export const formPath = located<string>({ id: pathOf }, pathWords);

/** The API path of the form that `formField` picks. */
export const form = (client: Client) =>
	located<string>(
		{
			id: pathOf,
			path: pathOf,
			name: async (value) => (await formDirectory.find(client, value, 'name')).path,
		},
		pathWords,
	);
