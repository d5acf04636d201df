import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { Call } from '../../../shared/contract';
import { Problem } from '../../../shared/errors';
import { howMany } from '../../../shared/fields';
import { operation, type Asked, type Settings, type ValuesOf } from '../../../shared/operation';
import { reads, slices, writesInOrder } from '../../../shared/ways';

/** Rows a slice when the list is read page by page. */
const sliceSize = 500;

/** The most that the server reads of a body: 2.5 MB, less the sign-in (seen). */
const mostBytes = 2_500_000;

/** Fields of a body that the node fills itself. */
const signedFields = ['security', 'omflow_restapi'];
const pageFields = ['start', 'limit'];

/**
 * A path under /rest/, where every call is signed in the same way. Anything that would make another
 * address of it on its way, such as "..", also in its encoded form, is refused.
 */
const path = z.unknown().transform((given, context): string => {
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

/** A part of a path without its encoding; undefined when that is broken. */
function decoded(part: string): string | undefined {
	try {
		return decodeURIComponent(part);
	} catch {
		return undefined;
	}
}

/** A JSON object, as text or as an expression gives it. */
const body = z.unknown().transform((given, context): IDataObject => {
	const refuse = (message: string) => {
		context.addIssue({ code: 'custom', message });
		return z.NEVER;
	};
	let value = given;
	try {
		if (typeof given === 'string') value = JSON.parse(given.trim() || '{}');
	} catch {
		return refuse('must be JSON such as {"org_no": ["1010"]}');
	}
	if (value === null || typeof value !== 'object' || Array.isArray(value)) {
		return refuse('must be a JSON object such as {"org_no": ["1010"]}');
	}
	const twice = signedFields.filter((name) => name in value);
	if (twice.length > 0) return refuse(`must not hold ${twice.join(', ')}: the node adds it`);
	if (Buffer.byteLength(JSON.stringify(value)) > mostBytes) {
		return refuse('must not be larger than 2.5 MB as JSON');
	}
	return value as IDataObject;
});

const input = () => z.object({ path, body });
type Values = ValuesOf<typeof input>;

/** The call that a path leads to. Nothing is known of it: what does not read page by page may write. */
const callTo = (to: string, paged: boolean): Call => ({
	source: 'a path of the workflow',
	method: 'POST',
	path: to,
	request: z.record(z.unknown()),
	...(paged ? {} : { writes: 'new' as const }),
	secrets: ['password'],
	response: z.unknown(),
});

/** An item from any kind of value. */
const itemOf = (value: unknown): IDataObject =>
	value !== null && typeof value === 'object' && !Array.isArray(value)
		? (value as IDataObject)
		: { result: (value ?? null) as never };

const pageByPage = slices(sliceSize, async (link, values: Values, start, end) => {
	const answer = await link.call(callTo(values.path, true), { ...values.body, start, limit: end });
	if (!Array.isArray(answer)) throw noList();
	return { rows: answer.map(itemOf) };
});

const noList = () =>
	new Problem('OMFLOW answered no list', {
		kind: 'refused',
		advice: 'This path cannot be read page by page: switch off "Page by Page".',
	});

const isPaged = ({ settings }: Asked<Values>) => settings.paged === true;

/** Shown where the list is read page by page. */
const whenPaged = (field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { ...field.displayOptions?.show, paged: [true] } },
});

/** Any call under /rest/, for what the other operations do not offer. */
export const request = operation({
	entry: {
		name: 'Request',
		value: 'request',
		action: 'Make an API request',
		description:
			'Send any other call of OMFLOW, signed in. Leave "Retry On Fail" off for calls that write: it would write again.',
	},
	fields: [
		{
			displayName: 'Path',
			name: 'path',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. /rest/accounts/api/group/list/',
			description: 'The path of the call, from /rest/ on',
			routing: { send: { type: 'body', property: 'path' } },
		},
		{
			displayName: 'Body',
			name: 'body',
			type: 'json',
			default: '{}',
			description:
				'What to send, a JSON object. The node adds the security code and omflow_restapi.',
			routing: { send: { type: 'body', property: 'body' } },
		},
		{
			displayName: 'Page by Page',
			name: 'paged',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description:
				'Whether to read page by page, for paths that take "start" and "limit" as the user list does. The list must have an order in which no two rows are alike.',
		},
		...howMany.map(whenPaged),
	],
	input,
	check: ({ body: sent }: Values, { paged }: Settings) => {
		const own = paged ? pageFields.filter((name) => name in sent) : [];
		return own.length > 0
			? ['Body', `must not hold ${own.join(', ')} where the node reads page by page`]
			: undefined;
	},
	way: async (link, asked) => {
		const way = asked.every(isPaged) ? reads : writesInOrder;
		return await way<Values>(async (_, one) => {
			if (isPaged(one)) return await pageByPage(link, one);
			const { path: to, body: sent } = one.values;
			const answer = await link.call(callTo(to, false), sent);
			return Array.isArray(answer) ? answer.map(itemOf) : [itemOf(answer)];
		})(link, asked);
	},
	writes: ({ paged }) => paged !== true,
	// What comes depends on the path; what is no object stands here.
	output: z.object({ result: z.unknown() }).passthrough(),
});
