import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { withoutSecretValues } from '../../../shared/client/redact';
import type { Call } from '../../../shared/contract';
import { Problem } from '../../../shared/errors';
import { limitFields } from '../../../shared/fields';
import type { Client } from '../../../shared/client/client';
import {
	operation,
	type ItemRequest,
	type Settings,
	type ValuesOf,
} from '../../../shared/operation';
import { reads } from '../../../shared/reading/single';
import { slices } from '../../../shared/reading/slices';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { hasNoTable } from '../../words';
import { isMissions, isReading, path } from './paths';

/** Rows per slice when the list is read page by page. */
const sliceSize = 500;

/** Maximum size of a body that the server accepts: 2.5 MB, less the sign-in (seen). */
const mostBytes = 2_500_000;

/** Fields of a body that the node fills itself. */
const signedFields = ['security', 'omflow_restapi'];
const pageFields = ['start', 'limit'];

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
	if (twice.length > 0) return refuse(`must not contain ${twice.join(', ')}: the node adds it`);
	if (Buffer.byteLength(JSON.stringify(value)) > mostBytes) {
		return refuse('must not be larger than 2.5 MB as JSON');
	}
	return value as IDataObject;
});

const input = () => z.object({ path, body });
type Values = ValuesOf<typeof input>;

/** The values of "Writes"; "auto" decides by the path. */
const choices = ['auto', 'no', 'yes'];

/** Whether a call is known to only read. */
const readsOnly = ({ path: to }: Values, { paged, writes = 'auto' }: Settings): boolean =>
	paged === true || (writes === 'auto' ? isReading(to) : writes === 'no');

/** The call that a path leads to. */
const callTo = (to: string, readOnly: boolean): Call => ({
	source: 'a path of the workflow',
	method: 'POST',
	path: to,
	request: z.record(z.unknown()),
	...(readOnly ? {} : { writes: 'new' as const }),
	response: z.unknown(),
});

/** Sends a custom call, and explains refusals that are special here. */
async function send(
	client: Client,
	to: string,
	readOnly: boolean,
	values: IDataObject,
): Promise<unknown> {
	return await client.call(callTo(to, readOnly), values).catch(async (error: unknown) => {
		if (!(error instanceof Problem)) return await Promise.reject(error);
		if (isMissions(to) && hasNoTable(error)) return [];
		return await Promise.reject(error.facts.unknownCall ? noSuchPath(error) : error);
	});
}

const noSuchPath = ({ facts }: Problem) =>
	new Problem(`OMFLOW does not know this path: ${facts.words}`, {
		...facts,
		advice:
			'Check the spelling of the path. The chapter "REST API" of the OMFLOW manual lists the paths; newer versions have more. The path of a form ends with its API path, which OMFLOW shows in the settings of the flow (應用管理 > 已上架應用).',
	});

/** An item from any value, with values hidden whose names suggest a secret: the path may be any call. */
const itemOf = (value: unknown): IDataObject => {
	const shown = withoutSecretValues(value);
	return shown !== null && typeof shown === 'object' && !Array.isArray(shown)
		? (shown as IDataObject)
		: { result: (shown ?? null) as never };
};

/** A list, page by page. Some lists ignore `start` and `limit`, and are returned completely each time (seen). */
function pageByPage() {
	let first: string | undefined;
	let last: string | undefined;
	return slices(sliceSize, async (client, values: Values, start, end) => {
		const answer = await send(client, values.path, true, { ...values.body, start, limit: end });
		if (!Array.isArray(answer)) throw noList();
		const top = JSON.stringify(answer[0]);
		// It starts from the beginning again, although the last row of the previous page was requested.
		const whole = start > 0 && top === first && top !== last;
		const rows = whole ? answer.slice(start) : answer;
		if (start === 0) first = top;
		last = JSON.stringify(rows.at(-1));
		// More rows than requested means that this is the complete list.
		const total = start === 0 && rows.length > end ? rows.length : undefined;
		return { rows: rows.map(itemOf), total };
	});
}

const noList = () =>
	new Problem('OMFLOW did not return a list', {
		kind: 'refused',
		advice: 'This path cannot be read page by page: turn off "Page by Page".',
	});

/** Shown where the list is read page by page, or where it is not. */
const whenPaged =
	(paged: boolean) =>
	(field: INodeProperties): INodeProperties => ({
		...field,
		displayOptions: { show: { ...field.displayOptions?.show, paged: [paged] } },
	});

const writesField: INodeProperties = {
	displayName: 'Writes',
	name: 'writes',
	type: 'options',
	options: [
		{
			name: 'By Path',
			value: 'auto',
			description: 'Paths that end with "list", "get", "search" or similar only read',
		},
		{ name: 'No', value: 'no', description: 'The request only reads, whatever its path' },
		{ name: 'Yes', value: 'yes', description: 'The request changes something in OMFLOW' },
	],
	default: 'auto',
	description:
		'Whether the request changes something in OMFLOW. A request that only reads is sent again if the server or the network fails, and is sent even with Check Only.',
};

/** Any call under /rest/ that the other operations do not offer. */
export const request = operation({
	entry: {
		name: 'Request',
		value: 'request',
		action: 'Make API request',
		description:
			'Send any other request to the OMFLOW API; the node signs in. Leave Settings → Retry On Fail off for requests that write: a retry would write again.',
	},
	fields: [
		{
			displayName: 'Path',
			name: 'path',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. /rest/accounts/api/group/list/',
			description: 'Path of the request, starting with /rest/',
			routing: { send: { type: 'body', property: 'path' } },
		},
		{
			displayName: 'Body',
			name: 'body',
			type: 'json',
			default: '{}',
			description: 'JSON object to send. The node adds the security code and omflow_restapi.',
			routing: { send: { type: 'body', property: 'body' } },
		},
		{
			displayName: 'Page by Page',
			name: 'paged',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description:
				'Whether to read the list page by page, for paths that accept "start" and "limit" like the user list. No two rows of the list may be equal.',
		},
		...limitFields.map(whenPaged(true)),
		whenPaged(false)(writesField),
	],
	input,
	check: ({ body: sent }: Values, { paged, writes = 'auto' }: Settings) => {
		if (!choices.includes(String(writes))) {
			return ['Writes', `must be one of ${choices.join(', ')}`];
		}
		const own = paged ? pageFields.filter((name) => name in sent) : [];
		return own.length > 0
			? ['Body', `must not contain ${own.join(', ')} when the node reads page by page`]
			: undefined;
	},
	execute: async (client, requests) => {
		const readOnly = ({ values, settings }: ItemRequest<Values>) => readsOnly(values, settings);
		const execute = requests.every(readOnly) ? reads : writesInOrder;
		return await execute<Values>(async (_, one) => {
			if (one.settings.paged === true) return await pageByPage()(client, one);
			const { path: to, body: sent } = one.values;
			const answer = await send(client, to, readOnly(one), sent);
			return Array.isArray(answer) ? answer.map(itemOf) : [itemOf(answer)];
		})(client, requests);
	},
	writes: (settings, values) => !readsOnly(values, settings),
	// The output depends on the path; a value that is not an object is under `result`.
	output: z.object({ result: z.unknown() }).passthrough(),
});
