import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';

import type { Client } from '../client/client';
import type { Signer } from '../client/credential';
import type { Zones } from '../dates';
import { badInput, Problem, problemOf } from '../errors';
import { wholeNumber } from '../inputs';
import type { ItemRequest, Operation, Settings } from '../operation';
import { yieldToOthers } from './breather';
import { output } from './output';
import type { Declared } from './parameters';

/** The values of an item, and the credential that signs it. */
export type Entry = Signer & Declared;

/** Items that one credential signs, checked. */
export interface Part {
	client: Client;
	requests: ItemRequest[];
	/** Items that were merged into an earlier one and share its outcome. */
	merged: Map<number, number>;
}

/** Checks the items that one credential signs; errors go to `fail`. */
export async function checkItems(
	client: Client,
	operation: Operation,
	timezone: string,
	entries: Entry[],
	fail: (problem: Problem, item: number) => void,
): Promise<Part> {
	const requests: ItemRequest[] = [];
	const ask = requestOf(client, operation, { workflow: timezone, system: client.connection.zone });
	const keysOf = new Map<Client, Map<string, ItemRequest>>();
	const merged = new Map<number, number>();
	const yieldIfDue = yieldToOthers();
	for (const entry of entries) {
		await yieldIfDue();
		let result = entry.problem ?? (await ask(entry));
		const key =
			result instanceof Problem
				? undefined
				: operation.key?.(result.values as never, result.settings);
		if (key !== undefined && !(result instanceof Problem)) {
			const actor = result.person ? client.as(result.person) : client;
			const keys = keysOf.get(actor) ?? new Map<string, ItemRequest>();
			keysOf.set(actor, keys);
			const other = keys.get(key);
			if (other === undefined) keys.set(key, result);
			else {
				const { item, values, settings } = result;
				const both = operation.merge?.(other.values as never, values as never, settings);
				if (both !== undefined && !(both instanceof Problem)) {
					other.values = both as IDataObject;
					merged.set(item, other.item);
					continue;
				}
				result = both ?? sameRecord(item, other.item, operation.doubles);
			}
		}
		if (result instanceof Problem) fail(result, entry.item);
		else requests.push(result);
	}
	return { client, requests, merged };
}

const sameRecord = (item: number, other: number, doubles = '') =>
	new Problem(`Items ${other} and ${item} write the same record`, {
		kind: 'input',
		advice:
			`Item ${item} was not sent. Combine or remove duplicate rows before this node. ${doubles}`.trim(),
	});

/**
 * Checks what fields send by a schema. The problem names the field as the editor shows it.
 * @returns the converted values, or why they are refused
 */
export function checker(
	fields: INodeProperties[],
	schema: z.ZodTypeAny,
): (sent: IDataObject) => Promise<IDataObject | Problem> {
	const parse = parser(schema);
	return async (sent) => {
		const parsed = await parse(sent).catch(problemOf);
		if (parsed instanceof Problem) return parsed;
		if (parsed.success) return parsed.data as IDataObject;
		const [{ path, message, ...issue }] = parsed.error.issues;
		const problem = 'params' in issue ? issue.params?.problem : undefined;
		if (problem instanceof Problem) return problem;
		const place = path.find((part) => typeof part === 'number');
		const entry = place === undefined ? '' : ` (entry ${Number(place) + 1})`;
		return badInput(`${displayName(fields, String(path[0]))}${entry}`, message);
	};
}

/** Checks the values of an item. */
function requestOf(
	client: Client,
	operation: Operation,
	zones: Zones,
): (entry: Declared & { item: number }) => Promise<ItemRequest | Problem> {
	const check = checker(operation.fields, operation.input(zones, client));
	const limit = wholeNumber(1, Number.MAX_SAFE_INTEGER);
	return async ({ item, sent, settings }) => {
		const values = await check(sent);
		if (values instanceof Problem) return values;
		const limited: Settings = { ...settings, limit: undefined };
		if (settings.returnAll === false) {
			const most = limit.safeParse(settings.limit);
			if (!most.success) return badInput('Limit', most.error.issues[0].message);
			limited.limit = most.data;
		}
		const wrong = operation.check?.(values as never, settings);
		if (wrong) return badInput(...wrong);
		const person = operation.person?.(settings);
		if (person instanceof Problem) return person;
		return {
			item,
			values,
			...(person && { person }),
			settings: limited,
			...output(operation, limited, zones.system),
		};
	};
}

/** Parses values. Where nothing has to be looked up, that is done at once, which is faster. */
function parser(schema: z.ZodTypeAny) {
	let looksUp = false;
	return async (sent: IDataObject) => {
		if (!looksUp) {
			try {
				return schema.safeParse(sent);
			} catch {
				// zod refuses promises here: a locator needs its list.
				looksUp = true;
			}
		}
		return await schema.safeParseAsync(sent);
	};
}

/** The name under which the editor shows the field that sends `property`. */
function displayName(fields: INodeProperties[], property: string): string {
	for (const field of fields) {
		if (field.routing?.send?.property === property) return field.displayName;
		const entries = (field.type === 'collection' ? field.options : undefined) as
			| INodeProperties[]
			| undefined;
		const entry = entries?.find(({ routing }) => routing?.send?.property === property);
		if (entry) return entry.displayName;
	}
	return property;
}
