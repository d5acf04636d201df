import { z } from 'zod';

/** A part of a path without its encoding; undefined when that is broken. */
function decoded(part: string): string | undefined {
	try {
		return decodeURIComponent(part);
	} catch {
		return undefined;
	}
}

/**
 * A path under /rest/, where every call is signed in the same way. Anything that would make another
 * address of it on its way, such as "..", also in its encoded form, is refused.
 */
export const path = z.unknown().transform((given, context): string => {
	const refuse = (message: string) => {
		context.addIssue({ code: 'custom', message });
		return z.NEVER;
	};
	const text = typeof given === 'string' ? given.trim() : '';
	if (!/^\/rest\/./.test(text)) return refuse('must start with /rest/ and name a call after it');
	if (/[?#]/.test(text)) return refuse('must not hold "?" or "#": values go into the body');
	if (!/^[A-Za-z0-9\-._~%/]+$/.test(text)) {
		return refuse('may hold only letters, digits and - . _ ~ % /');
	}
	const [, ...parts] = text.replace(/\/$/, '').split('/').map(decoded);
	if (parts.includes('')) return refuse('must not hold "//"');
	if (parts.some((part) => part === undefined || /^\.\.?$|[/\\\p{Cc}]/u.test(part))) {
		return refuse('must not hold ".", ".." or an encoded slash as a part');
	}
	if (parts.includes('security')) {
		return refuse('must not ask for the security code: the node signs in by itself');
	}
	// Without its last slash a call would be redirected, and what it sends be lost.
	return text.endsWith('/') ? text : `${text}/`;
});

/** The last part of a path that only reads, such as `list` or `list-by-group`. */
const reading = /^(count|find|get|list|load|query|search)(-by-.+)?$/;

/** Calls that read without saying so in their paths (omflow-rest). */
const alsoReading = ['/rest/service/api/form/'];

/** Calls of forms: what is done, and perhaps the form, whose name may be any word. */
const ofForms = /^\/rest\/flowmanage\/api\/[^/]+\/([^/]+)\/([^/]+\/)?$/;

/** Whether a path says that its call changes nothing. Of a path that says nothing it is not known. */
export function isReading(to: string): boolean {
	const [, verb = to.split('/').at(-2)] = ofForms.exec(to) ?? [];
	return alsoReading.includes(to) || reading.test(String(verb));
}

/** Whether it is a list of missions, of which there may be none. */
export const isMissions = (to: string): boolean =>
	to.startsWith('/rest/my-mission/') && isReading(to);
