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
import { hasNoTable } from '../../omflow';
import { isMissions, isReading, path } from './paths';

/** Rows a slice when the list is read page by page. */
const sliceSize = 500;

/** The most that the server reads of a body: 2.5 MB, less the sign-in (seen). */
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
	if (twice.length > 0) return refuse(`must not hold ${twice.join(', ')}: the node adds it`);
	if (Buffer.byteLength(JSON.stringify(value)) > mostBytes) {
		return refuse('must not be larger than 2.5 MB as JSON');
	}
	return value as IDataObject;
});

const input = () => z.object({ path, body });
type Values = ValuesOf<typeof input>;

/** What "Writes" may say; "auto" leaves it to the path. */
const choices = ['auto', 'no', 'yes'];

/** Whether a call changes nothing, as far as that is known. */
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

/** Sends a call of the workflow's own, and says of its odd refusals what they mean here. */
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
	new Problem(`OMFLOW knows no such path: ${facts.words}`, {
		...facts,
		advice:
			'Check how the path is written: the chapter "REST API" of OMFLOW\'s handbook lists them, and newer versions know more. A path of a form ends with its API path, which OMFLOW shows among the settings of the flow (應用管理 > 已上架應用).',
	});

/** An item from any kind of value, without what its names tell to be secrets: the path may lead anywhere. */
const itemOf = (value: unknown): IDataObject => {
	const shown = withoutSecretValues(value);
	return shown !== null && typeof shown === 'object' && !Array.isArray(shown)
		? (shown as IDataObject)
		: { result: (shown ?? null) as never };
};

/** A list, page by page. Some lists mind neither `start` nor `limit`, and come whole each time (seen). */
function pageByPage() {
	let first: string | undefined;
	let last: string | undefined;
	return slices(sliceSize, async (client, values: Values, start, end) => {
		const answer = await send(client, values.path, true, { ...values.body, start, limit: end });
		if (!Array.isArray(answer)) throw noList();
		const top = JSON.stringify(answer[0]);
		// From its beginning again, though the last row of the page before was asked for.
		const whole = start > 0 && top === first && top !== last;
		const rows = whole ? answer.slice(start) : answer;
		if (start === 0) first = top;
		last = JSON.stringify(rows.at(-1));
		// More than was asked for is all there is.
		const total = start === 0 && rows.length > end ? rows.length : undefined;
		return { rows: rows.map(itemOf), total };
	});
}

const noList = () =>
	new Problem('OMFLOW answered no list', {
		kind: 'refused',
		advice: 'This path cannot be read page by page: switch off "Page by Page".',
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
			description: 'What ends with "list", "get", "search" and the like only reads',
		},
		{ name: 'No', value: 'no', description: 'It only reads, whatever its path' },
		{ name: 'Yes', value: 'yes', description: 'It changes something in OMFLOW' },
	],
	default: 'auto',
	description:
		'Whether the call changes something in OMFLOW. What only reads is sent again when the server or the network fails, and is not held back by Check Only.',
};

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
			? ['Body', `must not hold ${own.join(', ')} where the node reads page by page`]
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
	// What comes depends on the path; what is no object stands here.
	output: z.object({ result: z.unknown() }).passthrough(),
});
