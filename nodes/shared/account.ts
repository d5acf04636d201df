import { createHash } from 'crypto';

/** Names an account of a server without holding its password: base URL, user and password as one digest. */
export const accountOf = (...parts: unknown[]): string =>
	createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** A base URL as the sign-in and the calls use it. */
export const trimmedUrl = (url: unknown): string =>
	String(url ?? '')
		.trim()
		.replace(/\/+$/, '');
