import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { Client } from '../shared/client/client';
import type { SentFile } from '../shared/client/multipart';
import { ofList } from '../shared/directory';
import { lookedUp } from '../shared/located';
import { fieldIdsOf } from './lists/formFields';

const displayName = 'Files';

/** The files of an item that a ticket is opened with. */
export const filesField: INodeProperties = {
	displayName,
	name: 'files',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add File',
	default: {},
	description:
		"Files to send along: as attachments of the ticket, or for fields of the form that take files. OMFLOW's form must allow attachments, and OMFLOW 1.1.0.0 takes no files.",
	routing: { send: { type: 'body', property: 'files' } },
	options: [
		{
			displayName: 'File',
			name: 'file',
			values: [
				{
					displayName: 'Input Binary Field',
					name: 'binaryField',
					type: 'string',
					default: 'data',
					placeholder: 'e.g. data',
					description: 'Name of the binary field of the item that holds the file',
				},
				{
					displayName: 'Form Field Name or ID',
					name: 'formField',
					type: 'string',
					default: '',
					placeholder: 'e.g. FORMITM_3',
					description:
						'Field of the form that takes the file, by its name or ID. Leave empty to attach the file to the ticket.',
				},
			],
		},
	],
};

/** What `filesField` sends. */
export const filesInput = z
	.unknown()
	.transform((given, context) => {
		const list = (given as { file?: IDataObject | IDataObject[] } | null)?.file ?? [];
		return [list].flat().map((one, index) => {
			const [binaryField, formField] = [one?.binaryField, one?.formField].map((name) =>
				String(name ?? '').trim(),
			);
			if (binaryField === '') {
				const message = 'does not say which binary field holds the file';
				context.addIssue({ code: 'custom', message, path: [index], fatal: true });
			}
			return { binaryField, formField };
		});
	})
	.default({});

/** A file by its binary field, and the field of the form that takes it; an attachment has none. */
export interface FormFile {
	binaryField: string;
	id?: string;
}

/** Finds the fields that take files by their names, for a transformation of all values. */
export async function formFiles(
	client: Client,
	path: string,
	given: z.output<typeof filesInput>,
	context: z.RefinementCtx,
): Promise<FormFile[]> {
	const names = given.flatMap(({ formField }) => (formField === '' ? [] : [formField]));
	const found = fieldIdsOf(client, path, names).catch((error) => Promise.reject(ofList(error)));
	const ids = await lookedUp(found, context, ['files']);
	if (!Array.isArray(ids)) return [];
	const left = [...ids];
	return given.map(({ binaryField, formField }) =>
		formField === '' ? { binaryField } : { binaryField, id: left.shift() },
	);
}

/** The part of a request that is an attachment (handbook). */
const attachment = 'files';

/**
 * The files of an item, as they are sent.
 * @throws Problem when the item does not have one
 */
export const sentFiles = async (
	client: Client,
	item: number,
	files: FormFile[],
): Promise<SentFile[]> =>
	await Promise.all(
		files.map(async ({ binaryField, id }) => ({
			...(await client.file(item, binaryField, displayName)),
			part: id ?? attachment,
		})),
	);
