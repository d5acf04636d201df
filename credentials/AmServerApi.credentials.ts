import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { calls } from '../nodes/AmServer/contract';
import { cookieOf, nextSession } from '../nodes/AmServer/session';

export class AmServerApi implements ICredentialType {
	name = 'amServerApi';

	displayName = 'Am-Server API';

	icon = {
		light: 'file:../nodes/AmServer/amServer.svg',
		dark: 'file:../nodes/AmServer/amServer.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/n8n-nodes-kintai/n8n-nodes-kintai#am-server';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://attendance.example.co.jp',
			description: 'The address of the am-server, without /admin',
		},
		{
			displayName: 'User ID',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			description: 'The ID of an administrator',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The password of the administrator. It must not contain a colon.',
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/** Logs in when the stored session is empty or was refused; n8n stores the new one. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<{ sessionToken: string }> {
		return { sessionToken: await nextSession(this, credentials) };
	}

	/** Every call carries the session. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return { ...request, headers: { ...request.headers, ...cookieOf(credentials) } };
	}

	// No login of its own, which would leave a session behind: a session that lives passes, but counts only
	// for the server, user and password that it was made with.
	test: ICredentialTestRequest = {
		request: {
			// As in every call: what answers elsewhere is not the server.
			disableFollowRedirect: true,
			baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}',
			url: calls.listUsers.path,
			qs: { limit: 1, offset: 0 },
		},
	};
}
