/**
 * The public surface: all that a saved workflow or credential holds of this package, such as the names, types and defaults of
 * fields and the values of their options. `surface.json` is how it was last released or agreed on.
 *
 *     npm run surface     writes surface.json anew
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialType, INodeProperties, INodeType } from 'n8n-workflow';

import { AkashiApi } from '../credentials/AkashiApi.credentials.ts';
import { AmServerApi } from '../credentials/AmServerApi.credentials.ts';
import { OmflowApi } from '../credentials/OmflowApi.credentials.ts';
import { Akashi } from '../nodes/Akashi/Akashi.node.ts';
import { AkashiTrigger } from '../nodes/Akashi/AkashiTrigger.node.ts';
import { AmServer } from '../nodes/AmServer/AmServer.node.ts';
import { AmServerTrigger } from '../nodes/AmServer/AmServerTrigger.node.ts';
import { Omflow } from '../nodes/Omflow/Omflow.node.ts';
import { OmflowTrigger } from '../nodes/Omflow/OmflowTrigger.node.ts';

/** By node or credential type, and by field: what is saved of it, in one line. */
export type Surface = Record<string, Record<string, string>>;

export const file = join(__dirname, 'surface.json');

/** What is saved of a field: its type, its default and the values that it takes. */
function saved({ type, default: value, options = [], modes = [], typeOptions }: INodeProperties) {
	const values = options.flatMap((one) => ('value' in one ? [one.value] : []));
	return [
		type,
		...(typeOptions?.multipleValues ? ['(several)'] : []),
		`= ${JSON.stringify(value)}`,
		...(values.length ? [`of ${values.join(', ')}`] : []),
		...(modes.length ? [`by ${modes.map(({ name }) => name).join(', ')}`] : []),
	].join(' ');
}

/** A field and what lies in it, by path. */
function fieldsOf(field: INodeProperties, path: string): Array<[string, string]> {
	const inner = (field.options ?? []).flatMap((one) => {
		if ('values' in one) {
			return one.values.flatMap((each) => fieldsOf(each, `${path}.${one.name}.${each.name}`));
		}
		return 'displayName' in one && 'type' in one ? fieldsOf(one, `${path}.${one.name}`) : [];
	});
	return [[path, saved(field)], ...inner];
}

/** Where a field is shown: each resource and operation, or event, then what other fields have to be. */
function placesOf({ name, displayOptions: { show = {}, hide = {} } = {} }: INodeProperties) {
	const { resource = [''], events, operation = events ?? [''], ...others } = show;
	const conditions = [
		...Object.entries(others),
		...Object.entries(hide).map(([a, b]) => [`not ${a}`, b]),
	]
		.map(([field, values]) => `${field}: ${JSON.stringify(values)}`)
		.sort();
	const suffix = conditions.length ? ` (${conditions.join('; ')})` : '';
	return resource.flatMap((one) =>
		operation.map((other) => `${[one, other, name].filter(Boolean).join('.')}${suffix}`),
	);
}

const surfaceOf = (fields: INodeProperties[]): Record<string, string> =>
	Object.fromEntries(
		fields
			.filter(({ type }) => type !== 'notice')
			.flatMap((field) => placesOf(field).flatMap((place) => fieldsOf(field, place)))
			.sort(([one], [other]) => (one < other ? -1 : 1)),
	);

const nodeSurface = ({ description }: INodeType): [string, Record<string, string>] => [
	description.name,
	{
		version: JSON.stringify(description.version),
		credentials: (description.credentials ?? []).map(({ name }) => name).join(', '),
		outputs: JSON.stringify(description.outputs),
		...surfaceOf(description.properties),
	},
];

const credentialSurface = ({
	name,
	properties,
}: ICredentialType): [string, Record<string, string>] => [name, surfaceOf(properties)];

/** The surface as the code has it. */
export const surface = (): Surface =>
	Object.fromEntries([
		...[
			new Akashi(),
			new AkashiTrigger(),
			new Omflow(),
			new OmflowTrigger(),
			new AmServer(),
			new AmServerTrigger(),
		].map(nodeSurface),
		...[new AkashiApi(), new OmflowApi(), new AmServerApi()].map(credentialSurface),
	]);

if (require.main === module) {
	(async () => {
		// jest cannot load it.
		const { format, resolveConfig } = await import('prettier');
		const options = await resolveConfig(file);
		writeFileSync(file, await format(JSON.stringify(surface()), { ...options, parser: 'json' }));
	})();
}
