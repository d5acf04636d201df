import type { IDataObject } from 'n8n-workflow';
import type { z } from 'zod';

import { resources as akashiResources } from '../../../nodes/Akashi/Akashi.node.ts';
import { resources as amServerResources } from '../../../nodes/AmServer/AmServer.node.ts';
import { resources as omflowResources } from '../../../nodes/Omflow/Omflow.node.ts';
import type { Call } from '../../../nodes/shared/contract.ts';
import { find, type Operation } from '../../../nodes/shared/operation.ts';
import { akashiCalls, amServerCalls, omflowCalls } from '../../contracts.cts';
import type { Case } from '../../cases.cts';
import type { Entry } from '../../servers/base.cts';

/**
 * Every part of an answer replaced by everything that JSON can put in its place, and what may come of that: a
 * right answer or a named error, and after a write never a lie.
 */

type Json = unknown;
type Path = Array<string | number>;

/** The calls of each system by name, which is also what their routes are called in the stand-ins. */
export const contracts: Record<Case['node'], Record<string, Call>> = {
	akashi: akashiCalls,
	amServer: amServerCalls,
	omflow: omflowCalls,
};
const nodes = { akashi: akashiResources, amServer: amServerResources, omflow: omflowResources };

/** Where the envelope of each system carries the data. */
const payloadAt: Record<Case['node'], string> = {
	akashi: 'response',
	amServer: 'body',
	omflow: 'result',
};

/** What no answer holds by itself: where it turns up in an output, it came from the mutation. */
const marks = { number: 987_654, text: 'odd-text' };
const absent = Symbol('absent');

/** By name, what is put in the place of a part. */
const replacements: Record<string, (part: Json) => Json> = {
	null: () => null,
	nothing: () => absent,
	text: () => marks.text,
	'a number': () => marks.number,
	'an empty list': () => [],
	'a list': () => [marks.number],
	'an object': () => ({}),
	// A number written as text is still that number.
	'its own text': (part) => (typeof part === 'number' ? String(part) : part),
};

export interface Mutation {
	route: string;
	path: Path;
	/** What is put there: a name of `replacements`. */
	by: string;
	/** What stands there. */
	part: Json;
}

const isObject = (value: Json): value is IDataObject => value !== null && typeof value === 'object';

/** The places in an answer: every name of every object, the first entry of every list, and the whole. */
function pathsOf(body: Json, at: Path = []): Path[] {
	if (!isObject(body)) return [at];
	const steps = Array.isArray(body) ? [...body.keys()].slice(0, 1) : Object.keys(body);
	return [at, ...steps.flatMap((step) => pathsOf((body as never)[step], [...at, step]))];
}

const partAt = (body: Json, path: Path): Json =>
	path.reduce<Json>((part, step) => (isObject(part) ? part[step as string] : undefined), body);

/** The answer with a part replaced; as it is where there is no such part. */
export function mutated(body: Json, { path, by }: Mutation): Json {
	const put = replacements[by](partAt(body, path));
	if (path.length === 0) return put === absent ? undefined : put;
	const copy = structuredClone(body);
	const parent = partAt(copy, path.slice(0, -1));
	const last = path[path.length - 1];
	if (!isObject(parent) || !(last in parent)) return body;
	if (put !== absent) (parent as never as Json[])[last as number] = put;
	else if (Array.isArray(parent)) parent.splice(Number(last), 1);
	else delete parent[last];
	return copy;
}

/** All mutations of an answer. */
export const mutationsOf = (route: string, body: Json): Mutation[] =>
	pathsOf(body).flatMap((path) => {
		const part = partAt(body, path);
		return Object.entries(replacements).flatMap(([by, put]): Mutation[] => {
			const now = put(part);
			const same = now === part || JSON.stringify(now) === JSON.stringify(part);
			return same && now !== absent ? [] : [{ route, path, by, part }];
		});
	});

export const nameOf = ({ route, path, by }: Mutation) =>
	`${route} ${path.join('.') || 'all of it'}: ${by}`;

const operationOf = ({ node, parameters: { resource, operation } }: Case): Operation =>
	find(nodes[node], resource, operation)!;

/** Whether a case only reads. */
export const reads = (one: Case): boolean => operationOf(one).writes !== true;

/** For each operation the case with the fewest items, with Simplify and without. */
export function smallest(cases: Case[], sizeOf: (one: Case) => number): Case[] {
	const kept = new Map<string, Case>();
	for (const one of cases) {
		const { resource, operation, simplify, paged, staff, options = {} } = one.parameters;
		const uses = JSON.stringify([
			...[one.node, resource, operation, simplify, paged, staff],
			Object.keys(options as object),
		]);
		const known = kept.get(uses);
		if (!known || sizeOf(one) < sizeOf(known)) kept.set(uses, one);
	}
	return [...kept.values()];
}

/** What came of a run: the items, or the error, and the requests that the stand-in did not refuse. */
export interface Came {
	json: IDataObject[];
	error?: { message: string; description?: string | null };
	done: Entry[];
}

/** Whether an answer of a stand-in is no refusal. */
export const isGood = (body: Json): boolean => {
	const { success, status, header } = (isObject(body) ? body : {}) as IDataObject;
	return success === true || status === 200 || (header as IDataObject)?.errorcode === '';
};

const system: Record<Case['node'], RegExp> = {
	akashi: /AKASHI/,
	amServer: /am-server/,
	omflow: /OMFLOW/,
};
const nameless = /^The parameter ".*but there is no .* with this /;
const unsure = /may have been recorded|whether it was recorded/;

/** Names that tell records apart. */
const ids =
	/^(staff_id|staffId|project_id|projectId|task_id|taskId|leaveId|userId|userid|user|id)$/;

/**
 * What is wrong with what came of a mutation; nothing when it is a right answer or a named error.
 * @param held what the stand-in holds, as the operation gives it unmutated
 */
export function objections(
	one: Case,
	mutation: Mutation,
	{ json, error, done }: Came,
	held: () => IDataObject[],
): string[] {
	const found: string[] = [];
	const contract = contracts[one.node];
	const writes = done.filter(({ route }) => contract[route]?.writes !== undefined);
	if (error) {
		const told = `${error.message} | ${error.description ?? ''}`;
		// A name is looked up in a list that has lost it.
		if (/^list/.test(mutation.route) && nameless.test(told) && writes.length === 0) return [];
		if (/Unexpected|bug in the node|undefined|NaN|\[object/.test(told)) found.push(told);
		if (!system[one.node].test(error.message)) found.push(`names no system: ${told}`);
		if (writes.some(({ route }) => route === mutation.route) && !unsure.test(told)) {
			found.push(`was recorded: ${told}`);
		}
		if (reads(one) && mayBeSo(one, mutation)) found.push(`is allowed by the contract: ${told}`);
		return found;
	}
	const rows = held();
	const { part, by } = mutation;
	const listLost = isObject(part);
	const last = mutation.path.at(-1);
	// Man-hours are selected from an answer with everybody's.
	const isLeftOut = mutation.route === 'listManHours' && ids.test(String(last));
	// Worklogs of 1.1.0.0 have none.
	const idLost = mutation.route === 'listWorklogs' && last === 'id';
	const rowLost = isLeftOut || (by === 'nothing' && typeof last === 'number');
	const exact = by === 'its own text';
	// Without a part, something else is right: somebody without a stamp is not in.
	const isOther = isReckoned(one) && !exact;
	if (json.length < (reads(one) ? rows.length : 1) && !listLost && !rowLost && !isOther) {
		found.push(`${json.length} rows of ${rows.length}`);
	}
	const sent = new Set(
		writes.flatMap(({ path, body }) => [...path.split('/'), ...scalarsIn(body)]),
	);
	const told = JSON.stringify(json);
	if (/undefined|NaN|\[object/.test(told)) found.push(told);
	for (const { note, ...row } of isHandedOn(one) || isOther ? [] : json) {
		// Found in the list after an answer that told nothing of it.
		if (
			note !== undefined &&
			!/now has this record and did not have it before/.test(String(note))
		) {
			found.push(`has a note: ${String(note)}`);
		}
		if (!rows.some((other) => agrees(row, other, exact, listLost || idLost, sent))) {
			found.push(`is not what is held: ${JSON.stringify(row)}`);
		}
	}
	if (isMade(one)) {
		// Of columns that are chosen only those come.
		const names = Object.fromEntries(Object.keys(rows[0]).map((name) => [name, true as const]));
		const output = (operationOf(one).output as z.AnyZodObject).pick(names);
		for (const row of json) {
			const { error: wrong } = output.safeParse(row);
			if (wrong) found.push(`has another form: ${JSON.stringify(wrong.issues[0])}`);
		}
	}
	return found;
}

/** Whether what comes is not known before: a path of one's own, a token, and who is signed in. */
const isHandedOn = ({ parameters: { resource } }: Case): boolean =>
	['api', 'token', 'session'].includes(String(resource));

/** Whether rows are reckoned from all that is answered, so that a part that is lost changes what is right. */
const isReckoned = ({ node, parameters: { resource, operation } }: Case): boolean =>
	(resource === 'attendance' && operation !== 'getAll') ||
	// The place of a department depends on all above it.
	resource === 'department' ||
	// The day that is read decides whether anything is stamped.
	(node === 'amServer' && resource === 'stamp');

/** Whether rows are made by the node, and not handed on as they came. */
const isMade = (one: Case): boolean =>
	one.parameters.simplify !== false && operationOf(one).simplify !== undefined;

/** Whether an answer has to be read: what the contract itself allows, and numbers as text. */
function mayBeSo(one: Case, { route, path, by, part }: Mutation): boolean {
	const { node } = one;
	if (path[0] !== payloadAt[node] || isObject(part)) return false;
	// Get Many hands on a stamp without a time; nothing can be reckoned from it.
	if (isReckoned(one) && path.at(-1) === 'stamped_at') return by === 'its own text';
	if (by === 'its own text') return true;
	if (by !== 'null') return false;
	const [, ...rest] = path;
	const body = rest.reduceRight<Json>(
		(inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }),
		null,
	);
	const { error } = contracts[node][route].response.safeParse(body);
	// Only of this place: what is around it is not there.
	return !error || !issuesOf(error).some((issue) => issue.path.join() === rest.join());
}

const issuesOf = ({ issues }: z.ZodError): z.ZodIssue[] =>
	issues.flatMap((issue) =>
		issue.code === 'invalid_union' ? issue.unionErrors.flatMap(issuesOf) : issue,
	);

/** Whether a row is the one that is held, but for what the mutation took away or put there. */
function agrees(
	came: IDataObject,
	held: IDataObject,
	exact: boolean,
	listLost: boolean,
	sent: Set<string>,
): boolean {
	return [...new Set([...Object.keys(came), ...Object.keys(held)])].every((name) => {
		if (ids.test(name) && held[name] !== null && held[name] !== undefined) {
			const same = String(came[name]) === String(held[name]);
			// What was asked for by its ID is answered by its ID, or it is not known to be done.
			if (same || exact || sent.has(String(held[name]))) return same;
			if (listLost && came[name] === null) return true;
			return String(came[name]) === String(marks.number) || came[name] === marks.text;
		}
		return (!exact && derived.test(name)) || fits(came[name], held[name], exact);
	});
}

/** What is reckoned from other parts, and yes or no, which may come as a number. */
const derived =
	/^(allStaffsTarget|breakMinutes|cancelled|closed|failed|finished|owner|running|steps|syncPunch)$/;

const scalarsIn = (value: Json): string[] =>
	isObject(value) ? Object.values(value).flatMap(scalarsIn) : [String(value)];

function fits(came: Json, held: Json, exact: boolean): boolean {
	if (Array.isArray(came) && Array.isArray(held)) {
		if (exact && came.length !== held.length) return false;
		return came.every((one) => isMark(one) || held.some((other) => fits(one, other, exact)));
	}
	if (isObject(came) && isObject(held)) {
		const names = new Set([...Object.keys(came), ...Object.keys(held)]);
		return [...names].every((name) => fits(came[name], held[name], exact));
	}
	if (String(came ?? null) === String(held ?? null)) return true;
	if (exact) return false;
	if (came === null || came === undefined || came === '') return true;
	if (isMark(came) || isEmpty(came)) return true;
	// A name that is put together has lost a part of it.
	return typeof came === 'string' && typeof held === 'string' && held.includes(came);
}

const isEmpty = (value: Json) => isObject(value) && Object.keys(value).length === 0;
const isMark = (value: Json): boolean => {
	const text = JSON.stringify(value) ?? '';
	return text.includes(String(marks.number)) || text.includes(marks.text);
};
