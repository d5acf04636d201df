import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';

import type { Zones } from '../../../shared/dates';
import { asList, asText, type Loose } from '../../../shared/answers';
import { inOrder, optional, textOf } from '../../../shared/inputs';
import { batches } from '../../../shared/writing/batches';
import { over, sendOnly } from '../../../shared/writing/wholeRecords';
import { fields, limits } from '../../contract';
import { dateFields, projectDay } from '../../period';
import { calls, type changedProject, type project, type projectRow } from './contract';
import { allProjects } from '../../lists/projects';

/** What the operations that write projects (6.18) share. */

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 新サイト構築',
	description: 'Name of the project in Japanese. It must be unique.',
	routing: { send: { type: 'body', property: 'name_ja' } },
};

export const codeField: INodeProperties = {
	displayName: 'Project Code',
	name: 'projectCode',
	type: 'string',
	default: '',
	placeholder: 'e.g. P-001',
	description: 'Your own code for the project. It must be unique.',
	routing: { send: { type: 'body', property: 'project_code' } },
};

const [startDate, endDate] = dateFields(
	'First day of the project (Japan time)',
	'Last day of the project (Japan time)',
);

/** "Additional Fields": all except ID and name, and with the code unless it has its own field. */
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
			placeholder: 'e.g. New Website',
			description: 'Name in English. It must be unique.',
			routing: { send: { type: 'body', property: 'name_en' } },
		},
		{
			displayName: 'English Short Name',
			name: 'englishShortName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Website',
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
			placeholder: 'e.g. 新サイト',
			description: 'Short name in Japanese',
			routing: { send: { type: 'body', property: 'short_name_ja' } },
		},
		startDate,
	],
});

const text = textOf(fields.name);

/** The checks of all fields except ID and code. */
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

const names = {
	sent: ({ project_id, project_code, name_ja }: Project) => [project_id, project_code, name_ja],
	answered: (row: IDataObject) => {
		const { project_id, project_code, name_ja } = row as Loose<z.infer<typeof changedProject>>;
		return [project_id, project_code, name_ja].map(asText);
	},
};

/** A project as 6.16 and 6.17 may answer it. */
export type Listed = Loose<z.infer<typeof project>>;

/** A project of 6.16 as 6.18 answers it. */
const asChanged = (row: Listed): IDataObject => ({
	project_id: row.project_id,
	name_ja: row.name,
	short_name_ja: row.short_name,
	project_code: row.project_code,
	remarks: row.remarks,
	start_date: row.start_date,
	end_date: row.end_date,
});

/** yyyymmdd, from the hyphened days of 6.16. */
const day8 = (day: unknown) => (asText(day) ?? '').replace(/\D/g, '').slice(0, 8);

/**
 * A complete project with its changes, since 6.18 does not say what happens to fields that are not sent. 6.16 and
 * 6.17 do not return the English names, and 6.18 does not accept two of their flags.
 */
export const whole = (values: Project, { name, short_name, ...row }: Listed): Project =>
	over(values, {
		name_ja: asText(name),
		short_name_ja: asText(short_name),
		project_code: asText(row.project_code),
		remarks: asText(row.remarks),
		start_date: day8(row.start_date),
		end_date: day8(row.end_date),
	});

/** The option to send only the given fields. */
export const options = sendOnly(
	'English names cannot be read from AKASHI, and its documentation does not say whether an update clears them: to be safe, set them with every update.',
);

/** 50 projects per call, identified by ID, code or name. */
export const write = batches<Project>({
	call: calls.changeProjects,
	size: limits.records,
	body: (projects) => ({ projects }),
	rows: (payload: { projects?: IDataObject[] } | null) => asList(payload?.projects),
	names,
	listing: {
		id: 'project_id',
		list: async (client) =>
			(await allProjects(client)).map((one) => {
				const row = asChanged(one);
				return { row, names: names.answered(row) };
			}),
		sent: names.sent,
	},
});
