import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { resources } from '../nodes/Akashi/Akashi.node.ts';
import { resources as omflowResources } from '../nodes/Omflow/Omflow.node.ts';
import type { Call } from '../nodes/shared/contract.ts';
import { find, type Resource } from '../nodes/shared/operation.ts';
import { chapters, everywhere, type Chapter } from './chapters.cts';
import { akashiCalls, omflowCalls } from './contracts.cts';
import { besides, filledForOmflow, inEveryBody, pages } from './omflowPages.cts';

/**
 * `npm run coverage:api`: whether every chapter of AKASHI's text and every page of OMFLOW's handbook has its calls in
 * the contract and its operations in the node, and whether every documented parameter can be set.
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

/** A vendor's text, and what of the package is to serve it. */
export interface Documented {
	chapters: Record<string, Chapter>;
	/** Parameters in the table of every chapter. */
	everywhere: string[];
	/** Parameters that the node fills, by `chapter parameter` or `parameter`. */
	filled: Record<string, string>;
	contract: Record<string, Call>;
	node: Resource[];
	/** Sources of calls that the text does not document. */
	besides: string[];
}

export const akashiText: Documented = {
	chapters,
	everywhere,
	filled: filledByTheNode,
	contract: akashiCalls,
	node: resources,
	besides: [],
};

export const omflowText: Documented = {
	chapters: pages,
	everywhere: inEveryBody,
	filled: filledForOmflow,
	contract: omflowCalls,
	node: omflowResources,
	besides: Object.keys(besides),
};

/** What is wrong with one chapter; nothing when it is served. */
export function lacks(number: string, text: Documented = akashiText): string[] {
	const { contract, node, filled } = text;
	const { method, paths, parameters, operations } = text.chapters[number];
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
	const all = new Set([...text.everywhere, ...parameters, ...inPaths]);
	all.delete('companyId');
	for (const name of all) {
		const why = filled[`${number} ${name}`] ?? filled[name];
		if (!sent.has(name) && why === undefined) wrong.push(`nothing sets ${name}`);
	}
	return wrong;
}

/** Calls of a contract that no chapter of the table documents. */
export const undocumented = (text: Documented = akashiText) =>
	Object.entries(text.contract)
		.filter(([, { source }]) => !(source in text.chapters || text.besides.includes(source)))
		.map(([name, { source }]) => `${name} (${source}) is in no chapter`);

/** Prints the table of one text. Returns whether all of it is served. */
function print(name: string, text: Documented): boolean {
	console.log(name);
	const all = Object.entries(text.chapters);
	const width = Math.max(...all.map(([number]) => number.length));
	let served = 0;
	for (const [number, { method, paths, operations }] of all) {
		const wrong = lacks(number, text);
		if (wrong.length === 0) served++;
		const verdict = wrong.length === 0 ? operations.join(', ') : `LACKS: ${wrong.join('; ')}`;
		console.log(`${number.padEnd(width)} ${method.padEnd(6)} ${paths.at(-1)}  ${verdict}`);
	}
	const others = undocumented(text);
	for (const one of others) console.log(one);
	console.log(`${served} of ${all.length}`);
	return served === all.length && others.length === 0;
}

function main() {
	const served = [print('AKASHI', akashiText), print('OMFLOW', omflowText)];
	process.exitCode = served.every(Boolean) ? 0 : 1;
}

if (require.main === module) main();
