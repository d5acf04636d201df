import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import type { Zones } from '../../../shared/dates';
import { textOf } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { fields } from '../../contract';
import { changedPerson, joinedKey, setsOfPeople } from '../../person';
import { calls } from './contract';
import { settingFields, settingValues } from './settings';

/** Settings as JSON: text by name, as in the examples of 6.12; numbers become text. */
const settingsJson = z.unknown().transform((given, context): Record<string, string> => {
	try {
		const read: unknown = typeof given === 'string' && given ? JSON.parse(given) : given || {};
		return z.record(textOf(z.string())).parse(read);
	} catch {
		const message =
			'must be a JSON object with text values, such as {"overtime_basis": "所定時間外"}';
		context.addIssue({ code: 'custom', message });
		return z.NEVER;
	}
});

const input = (zones: Zones) =>
	z
		.object({ ...settingValues(zones), staff_code: textOf(fields.staffCode), settingsJson })
		.superRefine(({ settingsJson: more, ...named }, context) => {
			const refuse = (message: string) =>
				context.addIssue({ code: 'custom', path: ['settingsJson'], message });
			const chosen = Object.entries(named).flatMap(([name, value]) =>
				value === undefined ? [] : name,
			);
			const twice = chosen.filter((name) => name in more);
			if (twice.length > 0) refuse(`must not contain ${twice.join(', ')}: it is chosen above`);
			if (chosen.length === 1 && Object.keys(more).length === 0) {
				refuse('must contain a setting, since none is chosen under "Settings"');
			}
		});

/** 6.12: individual working conditions of people. */
export const update = operation({
	entry: {
		name: 'Update',
		value: 'update',
		action: 'Update working conditions',
		description: 'Update the individual working conditions (個別就業設定) of a staff member',
	},
	fields: [
		{
			displayName: 'Staff Code',
			name: 'staffCode',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. s001',
			description: 'Staff code (従業員番号) of the person',
			routing: { send: { type: 'body', property: 'staff_code' } },
		},
		{
			displayName: 'Settings',
			name: 'settings',
			type: 'collection',
			placeholder: 'Add Setting',
			default: {},
			options: settingFields,
		},
		{
			displayName: 'Settings (JSON)',
			name: 'settingsJson',
			type: 'json',
			default: '{}',
			description:
				"Settings and values that the list above does not offer, under AKASHI's own names. Do not repeat a setting that is chosen above.",
			routing: { send: { type: 'body', property: 'settingsJson' } },
		},
	],
	input,
	key: (row) => joinedKey(row.staff_code, (row as IDataObject).effective_date),
	execute: setsOfPeople<ValuesOf<typeof input>>(calls.changeWorkingConditions, (rows) => ({
		working_condition_settings: rows.map(({ settingsJson: more, ...row }) => ({ ...row, ...more })),
	})),
	writes: true,
	output: changedPerson,
});
