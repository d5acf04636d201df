import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { omflow } from '../nodes/Omflow/omflow';
import { ensureCode, useCode } from '../nodes/Omflow/securityCode';
import { signInFor, unlessStoreOnly } from '../nodes/shared/client/credential';

/** The sign-in looks the user name up exactly, all other calls by names that contain it (seen on 1.1.0.0). */
const containedName =
	'The user name and the password are right, but OMFLOW cannot tell this user from others: the name is contained in the name of another user (as "hr" is in "hr-tokyo"). Use a user whose name stands alone, or update OMFLOW.';

export class OmflowApi implements ICredentialType {
	name = 'omflowApi';

	displayName = 'OMFLOW API';

	icon = {
		light: 'file:../nodes/Omflow/omflow.svg',
		dark: 'file:../nodes/Omflow/omflow.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/n8n-nodes-kintai/n8n-nodes-kintai#omflow';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://omflow.example.co.jp',
			description: 'The address of the OMFLOW server, without /rest',
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			description: 'The account name. The e-mail address does not work here.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The password of the user. It must not contain a colon.',
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: 'Asia/Tokyo',
			placeholder: 'e.g. Asia/Tokyo',
			description:
				'The time zone of the OMFLOW server, which keeps times without one. OMFLOW ships with Asia/Taipei: ask its administrator whether that was changed.',
		},
		{
			// Stays empty, so n8n asks `preAuthentication` before every request; nothing is ever stored.
			displayName: 'Security Code',
			name: 'securityCode',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
	];

	/** Fetches the security code when none is at hand. An empty answer stores nothing. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<Record<string, never>> {
		return await signInFor(credentials, async () => {
			// A credential test comes here first: what is wrong with the fields is said before anything is sent.
			omflow.connect(credentials);
			await ensureCode(this, credentials);
			return {};
		});
	}

	/** The code goes into every body. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		unlessStoreOnly(request);
		const body = request.body as Record<string, unknown> | undefined;
		return {
			...request,
			body: { ...body, security: useCode(credentials), omflow_restapi: 1 },
		};
	}

	// n8n signs in before it. The sign-in alone would not show a name that is contained in another's. Everybody
	// may ask for their own missions; that there are none is answered with 404 (seen).
	test: ICredentialTestRequest = {
		request: {
			// As in every call: what answers elsewhere is not the server.
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			method: 'POST',
			baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}',
			url: '/rest/my-mission/api/my-mission/list/',
			body: { start: 0, limit: 1 },
			headers: { 'Accept-Language': 'en' },
		},
		rules: [
			...[500, '500'].map((value) => ({
				type: 'responseSuccessBody' as const,
				properties: { key: 'status', value, message: containedName },
			})),
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'status',
					value: undefined,
					message:
						'What answered is not OMFLOW. Check "Base URL": the address of OMFLOW, without /rest.',
				},
			},
		],
	};
}
