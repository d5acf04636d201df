import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { basicHeader } from '../nodes/shared/account';
import { ensureCode, securityPath, useCode } from '../nodes/Omflow/securityCode';

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
			description: 'The time zone of the OMFLOW server: it keeps times without one',
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
		await ensureCode(this, credentials);
		return {};
	}

	/** The code goes into every body; only its own call is signed by user name and password. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (request.url.endsWith(securityPath)) {
			return {
				...request,
				headers: {
					...request.headers,
					...basicHeader(credentials),
				},
			};
		}
		const body = request.body as Record<string, unknown> | undefined;
		return {
			...request,
			body: { ...body, security: useCode(credentials), omflow_restapi: 1 },
		};
	}

	// Signs in by itself: a code that still lives would hide a wrong new password.
	test: ICredentialTestRequest = {
		request: {
			// As in every call: what answers elsewhere is not the server.
			disableFollowRedirect: true,
			method: 'POST',
			baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}',
			url: securityPath,
			headers: { 'Accept-Language': 'en' },
		},
		rules: [403, 404, 500].map((value) => ({
			type: 'responseSuccessBody',
			properties: {
				key: 'status',
				value,
				message:
					'OMFLOW refused the user name (not the e-mail address) or the password. A password with a colon cannot be used.',
			},
		})),
	};
}
