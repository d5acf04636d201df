import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { resources } from '../nodes/Akashi/Akashi.node.ts';
import type { Call } from '../nodes/shared/contract.ts';
import { find, type Resource } from '../nodes/shared/operation.ts';
import { chapters, everywhere, type Chapter } from './chapters.cts';
import { akashiCalls } from './contracts.cts';

/**
 * `npm run coverage:api`: whether every chapter of AKASHI's text has its calls in the contract and its
 * operations in the node, and whether every documented parameter can be set.
 */

const rows = 'the rows of all items go out under it';
const byPerson = 'from "Staff Member", whichever AKASHI needs';
const byOrganization = 'from the picker of the organization, by its mode';
/** Parameters that no field sends under their own name, by `chapter parameter` or `parameter`, each with why. */
export const filledByTheNode: Record<string, string> = {
	login_company_code: 'from the credential',
	token: 'from the credential',
	page: 'the node turns the pages itself',
	organizations: rows,
	staffs: rows,
	working_condition_settings: rows,
	'6.18 projects': rows,
	tasks: rows,
	manhours: rows,
	dates: rows,
	'6.26 projects': rows,
	daily_hour_items: rows,
	timezone: 'the offset of the time on the device',
	'6.11 include_actual_working_hours_no_rounding': 'always: rows have the minutes worked',
	'6.12 staff_code': byPerson,
	'6.13 staff_code': byPerson,
	'6.13 staff_email': byPerson,
	'6.13 new_organization_path': byOrganization,
	'6.13 new_organization_code': byOrganization,
	'6.14 staff_code': byPerson,
	'6.14 staff_email': byPerson,
	'6.14 manage_organization_path': byOrganization,
	'6.14 manage_subordinate_organizations_immed_path': '"Organizations Below"',
	'6.14 managed_staff_code': 'from the two fields that name the people to manage',
	'6.15 staff_code': byPerson,
	'6.15 staff_email': byPerson,
	'6.15 reservation_manage_organization_path': byOrganization,
	'6.15 reservation_manage_organization_code': byOrganization,
	'6.7 staff_id': '"Staff" says whose; the node picks 6.7 or 6.10',
	'6.30 staff_id': 'named in the lists of those to assign',
};

/** What a field and all below it send. */
const sentBy = ({ options = [], routing }: INodeProperties): string[] => [
	...(routing?.send?.property ? [routing.send.property] : []),
	...(options as Array<INodeProperties | INodePropertyCollection>).flatMap((option) =>
		'values' in option ? option.values.flatMap(sentBy) : sentBy(option),
	),
];

/** What is wrong with one chapter; nothing when it is served. */
export function lacks(
	number: string,
	{ method, paths, parameters, operations }: Chapter,
	contract: Record<string, Call> = akashiCalls,
	node: Resource[] = resources,
): string[] {
	const wrong: string[] = [];
	const documented = Object.entries(contract).filter(([, { source }]) => source === number);
	for (const path of paths) {
		if (!documented.some(([, call]) => call.path === path)) wrong.push(`no call for ${path}`);
	}
	for (const [name, call] of documented) {
		if (call.method !== method) wrong.push(`${name} uses ${call.method}, not ${method}`);
		if (!paths.includes(call.path)) wrong.push(`${name} goes to ${call.path}`);
	}
	const sent = new Set<string>();
	for (const one of operations) {
		const [resource, name] = one.split('.');
		const operation = find(node, resource, name);
		if (!operation) wrong.push(`no operation ${one}`);
		for (const property of operation?.fields.flatMap(sentBy) ?? []) sent.add(property);
	}
	const inPaths = paths.flatMap((path) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
	const all = new Set([...everywhere, ...parameters, ...inPaths]);
	all.delete('companyId');
	for (const name of all) {
		const filled = filledByTheNode[`${number} ${name}`] ?? filledByTheNode[name];
		if (!sent.has(name) && filled === undefined) wrong.push(`nothing sets ${name}`);
	}
	return wrong;
}

/** Calls of a contract that no chapter of the table documents. */
export const undocumented = (contract: Record<string, Call> = akashiCalls) =>
	Object.entries(contract)
		.filter(([, { source }]) => !(source in chapters))
		.map(([name, { source }]) => `${name} (${source}) is in no chapter`);

function main() {
	let served = 0;
	for (const [number, chapter] of Object.entries(chapters)) {
		const wrong = lacks(number, chapter);
		if (wrong.length === 0) served++;
		const verdict =
			wrong.length === 0 ? chapter.operations.join(', ') : `LACKS: ${wrong.join('; ')}`;
		console.log(
			`${number.padEnd(5)} ${chapter.method.padEnd(6)} ${chapter.paths.at(-1)}  ${verdict}`,
		);
	}
	const others = undocumented();
	for (const one of others) console.log(one);
	console.log(`${served} of ${Object.keys(chapters).length}`);
	process.exitCode = served === 30 && others.length === 0 ? 0 : 1;
}

if (require.main === module) main();
