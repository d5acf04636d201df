import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { akashi } from '../nodes/Akashi/akashi';
import { calls, ownToken } from '../nodes/Akashi/resources/staff/contract';
import { renewed, tokenOf } from '../nodes/Akashi/token';
import { signInFor, unlessStoreOnly } from '../nodes/shared/client/credential';

// The linter takes any name with "token" for a secret, but this is a switch.
const renewToken = 'renewToken';

export class AkashiApi implements ICredentialType {
	name = 'akashiApi';

	displayName = 'AKASHI API';

	icon = {
		light: 'file:../nodes/Akashi/akashi.svg',
		dark: 'file:../nodes/Akashi/akashi.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-kintai/n8n-nodes-kintai/blob/main/docs/credentials.md#akashi';

	properties: INodeProperties[] = [
		{
			displayName: 'Endpoint',
			name: 'endpoint',
			type: 'options',
			options: [
				{ name: 'atnd-awj.ak4.jp', value: 'https://atnd-awj.ak4.jp/api/cooperation' },
				{ name: 'atnd.ak4.jp', value: 'https://atnd.ak4.jp/api/cooperation' },
				{ name: 'Custom', value: 'custom' },
			],
			default: 'https://atnd.ak4.jp/api/cooperation',
			description: 'The domain that the browser shows after logging in to AKASHI',
		},
		{
			displayName: 'Base URL',
			name: 'customEndpoint',
			type: 'string',
			displayOptions: { show: { endpoint: ['custom'] } },
			default: '',
			placeholder: 'e.g. https://proxy.example.com/api/cooperation',
			description: 'Address of a proxy or sandbox: everything before the company ID',
		},
		{
			displayName: 'Company ID',
			name: 'companyId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. example001',
			description: 'Company ID (企業ID) used to log in to AKASHI',
		},
		{
			displayName: 'Access Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'Issue it on My Page (マイページ) in AKASHI, as the person on whose behalf the workflow runs. It is valid for one month and one day.',
		},
		{
			displayName: 'Renew Token',
			name: renewToken,
			type: 'boolean',
			default: true,
			description:
				'Whether n8n renews the token in time and stores the new one here, so that workflows that run at least every three weeks never stop. The token above may stop working elsewhere: issue one for n8n only.',
		},
		{
			// Known after the first renewal; includes the token that it belongs to.
			displayName: 'Valid Until',
			name: 'validUntil',
			type: 'hidden',
			default: '',
		},
		{
			// Stays empty, so that n8n asks `preAuthentication` before every request.
			displayName: 'Renewal',
			name: 'renewal',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
	];

	/** Renews the token before a call if it expires soon; an empty result stores nothing. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<Record<string, string>> {
		return await signInFor(credentials, async () => {
			// A credential test comes here first: errors in the fields are reported before anything is sent.
			akashi.connect(credentials);
			const fresh = await renewed(this, credentials);
			return fresh ? { ...fresh, renewal: '' } : {};
		});
	}

	/** The token is in the query of a GET and in the JSON body of every other method (chapter 6). */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		unlessStoreOnly(request);
		const token = tokenOf(credentials);
		const place = (request.method ?? 'GET') === 'GET' ? 'qs' : 'body';
		const values = { ...(request[place] as Record<string, unknown>) };
		for (const [name, value] of Object.entries(values)) {
			if (value === ownToken) values[name] = token;
		}
		return { ...request, [place]: { ...values, token } };
	}

	// Everybody may request their own data.
	test: ICredentialTestRequest = {
		request: {
			// As in every call: a redirect leads to another server.
			disableFollowRedirect: true,
			// The envelope decides; n8n would only show the status.
			ignoreHttpStatusErrors: true,
			baseURL:
				'={{($credentials.endpoint === "custom" ? $credentials.customEndpoint : $credentials.endpoint).trim().replace(/\\/+$/, "")}}',
			url: `=${calls.listStaff.path.replace('{companyId}', '{{encodeURIComponent($credentials.companyId.trim())}}')}`,
			qs: { target: ownToken },
			headers: { 'Content-Type': 'application/json' },
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'success',
					value: false,
					message:
						'AKASHI refused the company ID or the access token. Check "Company ID", or issue a new token on My Page (マイページ) in AKASHI and enter it.',
				},
			},
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'success',
					value: undefined,
					message:
						'The answer did not come from AKASHI, or AKASHI is having an outage. Check the endpoint: the domain that the browser shows after logging in to AKASHI.',
				},
			},
		],
	};
}
