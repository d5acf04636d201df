import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { AkashiApi } from '../../../credentials/AkashiApi.credentials.ts';
import { AmServerApi } from '../../../credentials/AmServerApi.credentials.ts';
import { OmflowApi } from '../../../credentials/OmflowApi.credentials.ts';

/** n8n's own HTTP Request node hands a credential type its request with `uri` in the place of `url`. */

const request = (name: 'uri' | 'url') =>
	({
		method: 'GET',
		[name]: 'http://127.0.0.1/admin/api/1.0/user/search',
		headers: { accept: 'application/json' },
	}) as unknown as IHttpRequestOptions;

const data: ICredentialDataDecryptedObject = {
	baseUrl: 'http://127.0.0.1',
	username: 'admin',
	password: 'password1',
	sessionToken: 'a'.repeat(128),
	token: '11111111-2222-4333-8444-555555555555',
	securityCode: 'b'.repeat(32),
};

test.each([
	['AKASHI', new AkashiApi()],
	['am-server', new AmServerApi()],
	['OMFLOW', new OmflowApi()],
])('%s signs a request of that node as its own', async (_, type) => {
	const [other, own] = await Promise.all(
		(['uri', 'url'] as const).map(async (name) => {
			const { uri, url, ...rest } = (await type.authenticate(
				data,
				request(name),
			)) as unknown as Record<string, unknown>;
			expect(uri ?? url).toBe('http://127.0.0.1/admin/api/1.0/user/search');
			return rest;
		}),
	);
	expect(other).toEqual(own);
});
