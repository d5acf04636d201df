import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';

import type { Zones } from '../../../shared/dates';
import { asList, asText, type Loose } from '../../../shared/answers';
import { inOrder, optional, textOf } from '../../../shared/inputs';
import { batches } from '../../../shared/ways';
import { calls, fields, limits, type changedProject, type projectRow } from '../../contract';
import { periodFields, projectDay } from '../../period';

/** What the operations that write projects (6.18) share. */

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	description: 'Name of the project, in Japanese. No two projects may have the same.',
	routing: { send: { type: 'body', property: 'name_ja' } },
};

export const codeField: INodeProperties = {
	displayName: 'Project Code',
	name: 'projectCode',
	type: 'string',
	default: '',
	description: 'Your own code of the project. No two projects may have the same.',
	routing: { send: { type: 'body', property: 'project_code' } },
};

const [startDate, endDate] = periodFields(
	'First day of the project, in Japan',
	'Last day of the project, in Japan',
	false,
);

/** "Additional Fields": all but ID and name, and but the code where that stands above. */
export const additionalFields = (code?: INodeProperties): INodeProperties => ({
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: [
		endDate,
		{
			displayName: 'English Name',
			name: 'englishName',
			type: 'string',
			default: '',
			description: 'Name in English. No two projects may have the same.',
			routing: { send: { type: 'body', property: 'name_en' } },
		},
		{
			displayName: 'English Short Name',
			name: 'englishShortName',
			type: 'string',
			default: '',
			description: 'Short name in English',
			routing: { send: { type: 'body', property: 'short_name_en' } },
		},
		...(code ? [code] : []),
		{
			displayName: 'Remarks',
			name: 'remarks',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			description: 'Notes on the project',
			routing: { send: { type: 'body', property: 'remarks' } },
		},
		{
			displayName: 'Short Name',
			name: 'shortName',
			type: 'string',
			default: '',
			description: 'Short name, in Japanese',
			routing: { send: { type: 'body', property: 'short_name_ja' } },
		},
		startDate,
	],
});

const text = textOf(fields.name);

/** How all but ID and code are checked. */
export const shape = (zones: Zones) => ({
	name_ja: text,
	short_name_ja: optional(text),
	name_en: optional(text),
	short_name_en: optional(text),
	remarks: optional(text),
	start_date: optional(projectDay(zones)),
	end_date: optional(projectDay(zones)),
});
export const requiredCode = text;
export const optionalCode = optional(text);
export const datesInOrder = inOrder('start_date', 'end_date');

type Project = z.infer<typeof projectRow>;

/** 50 projects a call; an answered project is known by its ID, its code or its name. */
export const write = batches<Project>({
	call: calls.changeProjects,
	size: limits.records,
	body: (projects) => ({ projects }),
	rows: (payload: { projects?: IDataObject[] } | null) => asList(payload?.projects),
	names: {
		sent: ({ project_id, project_code, name_ja }) => [project_id, project_code, name_ja],
		answered: (row) => {
			const { project_id, project_code, name_ja } = row as Loose<z.infer<typeof changedProject>>;
			return [project_id, project_code, name_ja].map(asText);
		},
	},
});
