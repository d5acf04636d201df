import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { asText } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import type { SentFile } from '../../../shared/client/multipart';
import type { Zones } from '../../../shared/dates';
import { operation, type ValuesOf } from '../../../shared/operation';
import { prepared } from '../../../shared/writing/prepared';
import { filesField, filesInput, formFiles, sentFiles } from '../../attachments';
import { form, formField } from '../../form';
import { formData, formFields, formInput } from '../../formFields';
import { fieldsAtStart } from '../../lists/formFields';
import { calls } from './contract';
import { namingMissing } from '../../required';

const input = (_: Zones, client: Client) =>
	z
		.object({ form: form(client), ...formInput, files: filesInput })
		.transform(async (values, context) => ({
			form: values.form,
			formdata: await formData(client, values.form, values, context),
			files: await formFiles(client, values.form, values.files, context),
		}));
type Values = ValuesOf<typeof input>;

/** The names of the fields that take files, where there are any. */
const fileFields = ({ files }: Values) => {
	const ids = [...new Set(files.flatMap(({ id }) => id ?? []))];
	return ids.length > 0 ? { files_item: ids } : {};
};

/** omdata/edit: a new ticket. Its number is not answered if the flow checks tickets at its start. */
export const create = operation({
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create ticket',
		description: 'Open a ticket of a form, such as a leave request',
	},
	fields: [formField, ...formFields('getFormFields'), filesField],
	input,
	execute: prepared<Values, SentFile[]>(
		async (client, { item, values }) => await sentFiles(client, item, values.files),
		async (client, { values }, files) => {
			const { form: path, formdata } = values;
			const body = { form: path, action: 'create', formdata, ...fileFields(values) };
			const number = await client
				.call(calls.editTicket, body as IDataObject, files)
				.catch(async (error) => {
					const required = async () => await fieldsAtStart(client, path);
					throw await namingMissing(error, formdata, required);
				});
			return [{ ticketNumber: asText(number) || null, form: path }];
		},
	),
	writes: true,
	output: z.object({ ticketNumber: z.string().nullable(), form: z.string() }),
});
