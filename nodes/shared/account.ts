import { createHash } from 'crypto';

import { Problem } from './errors';

/** Names an account of a server without holding its password: base URL, user and password as one digest. */
export const accountOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** The Basic value of a user name and a password. */
export const basicOf = (username: unknown, password: unknown): string =>
	Buffer.from(`${String(username)}:${String(password)}`).toString('base64');

/**
 * The base URL of a credential, without a trailing slash.
 * @throws Problem when it is not the address of an HTTP server
 */
export function baseUrlOf(url: unknown): string {
	const trimmed = String(url ?? '')
		.trim()
		.replace(/\/+$/, '');
	// No user info, query or fragment: a password in an address would show in every error.
	if (/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i.test(trimmed)) return trimmed;
	throw new Problem('The base URL in the credential is not the address of a server', {
		kind: 'input',
		advice:
			'Correct it in the credential: it starts with https:// or http:// and has no password and no "?".',
	});
}
