import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { akashiCalls } from '../contracts.cts';
import type { Case } from '../cases.cts';
import { credentialsOf } from '../credentials.cts';
import { startAkashi } from '../servers/akashi.cts';
import type { All } from '../servers/all.cts';
import { startAmServer } from '../servers/amServer.cts';
import { htmlPage, type Entry, type Fault, type Request, type StandIn } from '../servers/base.cts';
import { startOmflow } from '../servers/omflow.cts';
import { hex, random } from '../servers/people.cts';

/** Stand-ins that hold planted secrets and fail in one way for good, quoting what they were sent. */

export type System = Case['node'];

/** What is planted. The rest (sessions, codes, reissued tokens) the stand-ins make up themselves. */
export const planted = {
	token: 'Planted/Token+1=a&b%c"d(e)',
	amPassword: 'Planted/Admin+2=a&b%c"d(e)',
	omPassword: 'Planted/Omflow+3=a&b%c"d(e)',
	/** Of each user of am-server, who stamps with it. */
	userPassword: 'PlantedUser08',
	/** Of a user to be created; am-server takes letters and digits only. */
	newPassword: 'PlantedNewUser04',
	/** Another person's token, by which a workflow asks who that is. */
	otherToken: 'Planted/Other+7=a&b%c"d(e)',
	/** That of a person whom an item acts as. */
	personToken: 'Planted/Person+8=a&b%c"d(e)',
	/** What OMFLOW has in its column of passwords. */
	hash: 'pbkdf2_sha256$150000$PlantedSalt$PlantedHash+5/abc=',
	/** A typing error in a credential. */
	wrong: 'Planted/Wrong+6=a&b%c"d(e)',
};

/** Every form of a secret that a server might say. */
const said = (secret: string) => {
	const encoded = encodeURIComponent(secret);
	const lower = encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
	return [secret, encoded, lower, Buffer.from(secret).toString('base64')];
};

/** The secrets that came with a request. */
function secretsOfRequest({ query, headers, body }: Pick<Request, 'query' | 'headers' | 'body'>) {
	const sent = (body !== null && typeof body === 'object' ? body : {}) as Record<string, unknown>;
	const basic = /^Basic (\S+)$/.exec(headers.authorization ?? '')?.[1];
	const pair = basic && Buffer.from(basic, 'base64').toString();
	return [
		query.token,
		query.target,
		sent.token,
		sent.security,
		sent.password,
		/^sessionid=(.+)$/.exec(headers.cookie ?? '')?.[1],
		/^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1],
		basic,
		pair?.slice(pair.indexOf(':') + 1),
	]
		.filter((secret) => typeof secret === 'string')
		.filter((secret) => secret.length >= 8 && !/^0+$/.test(secret));
}

const quote = (request: Request) => secretsOfRequest(request).flatMap(said).join(' or ');

/** A fault, and the words in it, which are filled in for each request. */
type Order = (system: System) => { fault: Fault; fill?: (words: string) => void };

/** A refusal in the words of a system, its code and names included. */
const refusal =
	(status: number, where: 'words' | 'code' | 'column' | 'names' = 'words'): Order =>
	(system) => {
		const body: Record<string, unknown> = {};
		const fill = (secrets: string) => {
			const words = {
				words: `refused: ${secrets}`,
				code: 'refused',
				column: `Cannot resolve keyword '${secrets}' into field. Choices are: id, ${secrets}`,
				names: 'missing',
			}[where];
			const code = where === 'code' ? secrets : 'E9';
			const number = status === 200 ? 500 : status;
			Object.assign(
				body,
				{
					akashi: { success: false, errors: [{ code, message: words }] },
					amServer: { header: { errorcode: code, message: words }, body: null },
					omflow: {
						status: where === 'code' ? secrets : number,
						message: words,
						result: where === 'names' ? { status: 'require missing', result: [secrets] } : null,
					},
				}[system],
			);
		};
		const headers = { 'Retry-After': '61' };
		return { fault: { kind: 'body', status, headers, body }, fill };
	};

const always =
	(fault: Fault): Order =>
	() => ({ fault });

/** What a request meets where nothing is wrong with the answer. */
const nothing = always({ kind: 'delay', ms: 0 });

interface Kind {
	order: Order;
	/** Only over after the timeout. */
	waits?: true;
	only?: System;
	/** The credential has a typing error. */
	mistyped?: true;
	/** The server forgets who is signed in, before each request. */
	forgets?: true;
}

/** All ways to fail, by name. */
export const kinds: Record<string, Kind> = {
	'no fault': { order: nothing },
	'a typing error': { order: nothing, mistyped: true },
	'a forgotten sign-in': { order: nothing, forgets: true },
	...Object.fromEntries(
		[400, 401, 403, 404, 429, 500, 503].map((status) => [
			`HTTP ${status}`,
			{ order: always({ kind: 'status', status, headers: { 'Retry-After': '61' } }) },
		]),
	),
	...Object.fromEntries(
		[200, 401, 500].map((status) => [`words with HTTP ${status}`, { order: refusal(status) }]),
	),
	'secrets as code': { order: refusal(200, 'code') },
	'secrets as column': { order: refusal(200, 'column') },
	'secrets as names': { order: refusal(200, 'names') },
	'success with errors': {
		only: 'akashi',
		order: () => {
			const errors = [{ code: 'E7', message: '' }];
			const body = { success: true, response: {}, errors };
			return {
				fault: { kind: 'body', body },
				fill: (words) => void (errors[0].message = `in part: ${words}`),
			};
		},
	},
	'a text with secrets': {
		order: () => {
			let text = '';
			return {
				fault: { kind: 'body', status: 404, body: { toJSON: () => htmlPage(text) } },
				fill: (words) => void (text = words),
			};
		},
	},
	'a redirect with secrets': {
		order: () => {
			const headers: Record<string, string> = {};
			return {
				fault: { kind: 'status', status: 302, headers },
				fill: (words) => {
					headers.Location = `http://127.0.0.1:9/?${words}`;
					headers['Set-Cookie'] = `other=${words}`;
				},
			};
		},
	},
	html: { order: always({ kind: 'html' }) },
	'reset before': { order: always({ kind: 'resetBefore' }) },
	'reset after': { order: always({ kind: 'resetAfter' }) },
	'reset sending': { order: always({ kind: 'resetSending' }), waits: true },
	truncated: { order: always({ kind: 'truncate' }) },
	'failure after': { order: always({ kind: 'statusAfter', status: 500 }) },
	'failure halfway': { order: always({ kind: 'statusHalfway', status: 500 }) },
	hang: { order: always({ kind: 'hang' }), waits: true },
	'hang after': { order: always({ kind: 'hangAfter' }), waits: true },
};

/** Which requests fail. */
export type Target = 'work' | 'sign-in' | 'writes';

const signInRoutes = ['signIn', 'login', 'getAccessToken', 'reissueToken'];

/** A stand-in that fails for good. */
export interface FailingServer {
	system: System;
	kind: string;
	target: Target;
	server: StandIn;
	/** When it failed a request, in milliseconds since 1970. */
	hits: number[];
	/** While it is set, no request fails. */
	calm: boolean;
	/** Forgets who is signed in. */
	forget(): void;
	credentialType: string;
	credential: ICredentialDataDecryptedObject;
	/** The same without a typing error. */
	rightCredential: ICredentialDataDecryptedObject;
	/** All secrets that it was sent or gave out. */
	secrets(): string[];
}

/** Starts a stand-in in which requests of a sort fail in one way. */
export async function startFailing(
	system: System,
	kind: string,
	target: Target,
): Promise<FailingServer> {
	const seed = 1;
	const all = {
		akashi: system === 'akashi' ? await startAkashi({ seed }) : {},
		amServer: system === 'amServer' ? await startAmServer({ seed }) : {},
		omflow: system === 'omflow' ? await startOmflow({ seed }) : {},
	} as All;
	const { akashi, amServer, omflow } = all;
	if (system === 'akashi') {
		const { staffId, expiresAt } = akashi.tokens.get(akashi.token)!;
		akashi.tokens.set(planted.token, { staffId, expiresAt });
		akashi.tokens.set(planted.personToken, { staffId: akashi.staff[1].staffId, expiresAt });
	}
	if (system === 'amServer') {
		for (const user of amServer.users) user.password = planted.userPassword;
		amServer.users[0].password = amServer.password = planted.amPassword;
	}
	if (system === 'omflow') {
		omflow.password = planted.omPassword;
		omflow.passwords.set(omflow.username, planted.omPassword);
		for (const user of omflow.users) user.password = planted.hash;
	}
	const { type, data } = credentialsOf(all)[system];
	if (system === 'akashi') Object.assign(data, { token: planted.token, renewToken: true });
	const rightCredential = { ...data };
	const { order, mistyped, forgets } = kinds[kind];
	if (mistyped) data[system === 'akashi' ? 'token' : 'password'] = planted.wrong;
	const forget = {
		akashi: () => akashi.tokens.clear(),
		amServer: () => {
			amServer.dropSessions();
			amServer.dropAccessTokens();
		},
		omflow: () => omflow.restart(),
	}[system];

	const server = all[system];
	const hits: number[] = [];
	const { fault, fill } = order(system);
	const writes = new Set(
		Object.entries(akashiCalls)
			.filter(([, call]) => 'writes' in call)
			.map(([name]) => name),
	);
	const aims: Record<Target, (route: string) => boolean> = {
		// Who mistyped the password gets no further than the sign-in.
		work: (route) => mistyped === true || !signInRoutes.includes(route),
		'sign-in': (route) => signInRoutes.includes(route),
		writes: (route) => writes.has(route) && !signInRoutes.includes(route),
	};
	server.fault({
		...fault,
		times: Infinity,
		when: (request) => {
			if (failingServer.calm || !aims[target](request.route)) return false;
			hits.push(Date.now());
			fill?.(quote(request));
			if (forgets) forget();
			return true;
		},
	});

	const secrets = () => {
		const sent = server.calls.flatMap((call: Entry) => secretsOfRequest(call));
		const given =
			system === 'amServer'
				? [
						...Array.from({ length: amServer.logins }, (_, index) =>
							hex(random(seed, 'session', index + 1), 128),
						),
						...amServer.accessTokens.keys(),
					]
				: system === 'akashi'
					? [...akashi.tokens.keys()]
					: [];
		return [...sent, ...given];
	};
	const failingServer: FailingServer = {
		system,
		kind,
		target,
		server,
		hits,
		calm: false,
		forget,
		credentialType: type,
		credential: data,
		rightCredential,
		secrets,
	};
	return failingServer;
}
