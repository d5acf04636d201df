import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { bearerOf, isOnUserSide } from '../nodes/AmServer/accessToken';
import { amServer } from '../nodes/AmServer/amServer';
import { calls } from '../nodes/AmServer/resources/session/contract';
import { cookieOf, cookieOfTest, nextSession } from '../nodes/AmServer/session';
import { signInFor, unlessStoreOnly } from '../nodes/shared/client/credential';

/** The address of a request; n8n's own HTTP Request node calls it `uri` (seen). */
const urlOf = (request: IHttpRequestOptions & { uri?: string }): string =>
	request.url ?? request.uri ?? '';

const notAmServer =
	'The answer did not come from am-server. Check "Base URL": the address of am-server, without /admin.';

export class AmServerApi implements ICredentialType {
	name = 'amServerApi';

	displayName = 'Am-Server API';

	icon = {
		light: 'file:../nodes/AmServer/amServer.svg',
		dark: 'file:../nodes/AmServer/amServer.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-kintai/n8n-nodes-kintai/blob/main/docs/credentials.md#am-server';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://attendance.example.co.jp',
			description: 'Address of am-server, without /admin',
		},
		{
			displayName: 'User ID',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. admin1',
			description: 'User ID of an administrator',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Password of the administrator. It must not contain a colon.',
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
		return await signInFor(credentials, async () => {
			// A credential test comes here first: errors in the fields are reported before anything is sent.
			amServer.connect(credentials);
			return { sessionToken: await nextSession(this, credentials) };
		});
	}

	/** Every call carries the session, or on the user side the access token. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		unlessStoreOnly(request);
		const session = urlOf(request).endsWith(calls.logout.path) ? cookieOfTest : cookieOf;
		const sign = isOnUserSide(credentials) ? bearerOf : session;
		return { ...request, headers: { ...request.headers, ...sign(credentials) } };
	}

	// n8n logs in before it; the logout ends that session, so that none is left on the server.
	test: ICredentialTestRequest = {
		request: {
			// As in every call: a redirect leads to another server.
			disableFollowRedirect: true,
			baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}',
			url: calls.logout.path,
		},
		rules: [
			...[301, 302, 307, 308, 403, 404].map((value) => ({
				type: 'responseCode' as const,
				properties: { value, message: notAmServer },
			})),
			...[500, 502, 503].map((value) => ({
				type: 'responseCode' as const,
				properties: {
					value,
					message:
						'The user ID and password are right, but am-server had an internal error. Ask its administrator to check its database and session store.',
				},
			})),
		],
	};
}
