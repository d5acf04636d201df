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
import { Multipart } from '../nodes/shared/client/multipart';

/** The sign-in looks for the exact user name, all other calls for names that contain it (seen on 1.1.0.0). */
const containedName =
	'The user name and the password are right, but OMFLOW cannot tell this user from others: the name is part of another user\'s name ("hr" is part of "hr-tokyo"). Use a user whose name is not part of another one, or update OMFLOW.';

export class OmflowApi implements ICredentialType {
	name = 'omflowApi';

	displayName = 'OMFLOW API';

	icon = {
		light: 'file:../nodes/Omflow/omflow.svg',
		dark: 'file:../nodes/Omflow/omflow.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-kintai/n8n-nodes-kintai/blob/main/docs/credentials.md#omflow';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://omflow.example.co.jp',
			description: 'Address of the OMFLOW server, without /rest',
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. n8n',
			description: 'Account name. The email address does not work here.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Password of the user. It must not contain a colon.',
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: 'Asia/Tokyo',
			placeholder: 'e.g. Asia/Tokyo',
			description:
				'Time zone of the OMFLOW server, which stores times without one. The default of OMFLOW is Asia/Taipei: ask its administrator whether that was changed.',
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

	/** Fetches the security code if there is none. An empty result stores nothing. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<Record<string, never>> {
		return await signInFor(credentials, async () => {
			// A credential test comes here first: errors in the fields are reported before anything is sent.
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
		const signed = { security: useCode(credentials), omflow_restapi: 1 };
		if (request.body instanceof Multipart) {
			const form = request.body.with(signed);
			const headers = { ...request.headers, ...form.headers() };
			return { ...request, headers, body: form as never };
		}
		const body = request.body as Record<string, unknown> | undefined;
		return { ...request, body: { ...body, ...signed } };
	}

	// n8n signs in before it. The sign-in alone would not detect a name that is part of another one. Everybody may
	// request their own missions; an empty list is answered with 404 (seen).
	test: ICredentialTestRequest = {
		request: {
			// As in every call: a redirect leads to another server.
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
						'The answer did not come from OMFLOW. Check "Base URL": the address of OMFLOW, without /rest.',
				},
			},
		],
	};
}
