import { z } from 'zod';

/** A decoded part of a path; undefined if the encoding is invalid. */
function decoded(part: string): string | undefined {
	try {
		return decodeURIComponent(part);
	} catch {
		return undefined;
	}
}

/**
 * A path under /rest/, where every call is signed in the same way. Anything that could turn it into another
 * address, such as ".." (also encoded), is refused.
 */
export const path = z.unknown().transform((given, context): string => {
	const refuse = (message: string) => {
		context.addIssue({ code: 'custom', message });
		return z.NEVER;
	};
	const text = typeof given === 'string' ? given.trim() : '';
	if (!/^\/rest\/./.test(text))
		return refuse('must start with /rest/, followed by the name of a call');
	if (/[?#]/.test(text)) return refuse('must not contain "?" or "#": values go into the body');
	if (!/^[A-Za-z0-9\-._~%/]+$/.test(text)) {
		return refuse('may only contain letters, digits and - . _ ~ % /');
	}
	const [, ...parts] = text.replace(/\/$/, '').split('/').map(decoded);
	if (parts.includes('')) return refuse('must not contain "//"');
	if (parts.some((part) => part === undefined || /^\.\.?$|[/\\\p{Cc}]/u.test(part))) {
		return refuse('must not contain ".", ".." or an encoded slash as a part');
	}
	if (parts.includes('security')) {
		return refuse('must not ask for the security code: the node signs in by itself');
	}
	// Without the final slash a call would be redirected, and its body lost.
	return text.endsWith('/') ? text : `${text}/`;
});

/** The last part of a path that only reads, such as `list` or `list-by-group`. */
const reading = /^(count|find|get|list|load|query|search)(-by-.+)?$/;

/** Calls that read although their paths do not show it (omflow-rest). */
const alsoReading = ['/rest/service/api/form/'];

/** Calls of forms: the action, and sometimes the form, whose name can be any word. */
const ofForms = /^\/rest\/flowmanage\/api\/[^/]+\/([^/]+)\/([^/]+\/)?$/;

/** Whether the path shows that its call only reads; false if it does not show it. */
export function isReading(to: string): boolean {
	const [, verb = to.split('/').at(-2)] = ofForms.exec(to) ?? [];
	return alsoReading.includes(to) || reading.test(String(verb));
}

/** Whether it is a list of missions, which may be empty. */
export const isMissions = (to: string): boolean =>
	to.startsWith('/rest/my-mission/') && isReading(to);
