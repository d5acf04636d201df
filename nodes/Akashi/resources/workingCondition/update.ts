import { z } from 'zod';

import type { Zones } from '../../../shared/dates';
import type { Client } from '../../../shared/client/client';
import { textOf } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { personField, personWithCode } from '../../person';
import { changedPerson, keyOf, setsOfPeople, simplifyChanged } from '../../setsOfPeople';
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

const input = (zones: Zones, client: Client) =>
	z
		.object({ ...settingValues(zones), staff: personWithCode(client), settingsJson })
		.superRefine(({ settingsJson: more, staff: staff_code, ...named }, context) => {
			const refuse = (message: string) =>
				context.addIssue({ code: 'custom', path: ['settingsJson'], message });
			const chosen = Object.entries({ staff_code, ...named }).flatMap(([name, value]) =>
				value === undefined ? [] : name,
			);
			const twice = chosen.filter((name) => name in more);
			if (twice.length > 0) refuse(`must not contain ${twice.join(', ')}: it is chosen above`);
			if (chosen.length === 1 && Object.keys(more).length === 0) {
				refuse('must contain a setting, since none is chosen under "Settings"');
			}
		})
		.transform(({ staff, ...row }) => ({ staff_code: staff, ...row }));
type Values = ValuesOf<typeof input>;
type Sent = Values & { effective_date?: string };

/** The day from which the settings apply, wherever it is given. */
const dateOf = ({ effective_date, settingsJson }: Sent) =>
	effective_date ?? settingsJson.effective_date;

/** 6.12: individual working conditions of people. */
export const update = operation({
	entry: {
		name: 'Update',
		value: 'update',
		action: 'Update working conditions',
		description: 'Update the individual working conditions (個別就業設定) of a staff member',
	},
	fields: [
		personField,
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
	key: (row: Sent) => keyOf(row, dateOf(row)),
	execute: setsOfPeople<Sent>(
		calls.changeWorkingConditions,
		(rows) => ({
			working_condition_settings: rows.map(({ settingsJson: more, ...row }) => ({
				...row,
				...more,
			})),
		}),
		(row) => ({ effectiveDate: dateOf(row) }),
	),
	writes: true,
	simplify: simplifyChanged,
	output: z.object({ ...changedPerson, effectiveDate: z.string().optional() }),
});
