import {
	NodeHelpers,
	isExpression,
	type IDataObject,
	type INode,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { problemOf, type Problem } from '../errors';
import { isLocated, type Located } from '../located';
import { takerOf } from './expressions';

/** The parameter values of one item. */
export interface Declared {
	/** Values that the routing sends (query and body), under the system's names. */
	sent: IDataObject;
	/** The other fields, under their own names. */
	settings: IDataObject;
	/** Why a field could not be read. The others are there, so that a secret among them can be hidden. */
	problem?: Problem;
}

const hasExpression = (value: unknown): boolean =>
	value !== null && typeof value === 'object'
		? Object.values(value).some(hasExpression)
		: isExpression(value);

/** The fields that the editor shows for a node's parameters; the others are ignored. */
export function shownFields(node: INode, fields: INodeProperties[]): INodeProperties[] {
	// The display option `@tool` goes by the name of the type, as the type of the node ends as well.
	const type = { name: node.type } as INodeTypeDescription;
	return fields.filter((field) =>
		NodeHelpers.displayParameter(node.parameters, field, node, type, node.parameters),
	);
}

/** How parameters of an item are read. */
export interface Reader {
	/** One parameter, as n8n's `getNodeParameter` gives it. */
	parameter: (name: string, item: number) => unknown;
	/** An expression, without its leading "=". */
	expression: (text: string, item: number) => unknown;
	/** The JSON of an item. */
	json: (item: number) => IDataObject;
}

/** An expression that is a value by itself: without text around it, n8n gives it in its own type. */
const wholeExpression = /^=\{\{((?:(?!\{\{|\}\})[\s\S])*)\}\}$/;

/** The expression of a field, or of the value of a locator. */
function expressionOf({ type }: INodeProperties, raw: unknown): string | undefined {
	const text = type === 'resourceLocator' && isLocated(raw) ? raw.value : raw;
	return typeof text === 'string' ? wholeExpression.exec(text)?.[1] : undefined;
}

/** The value of a field; a locator keeps its mode, which n8n's own routing drops. */
const valueOf = ({ type }: INodeProperties, value: unknown, raw: unknown): unknown => {
	if (type !== 'resourceLocator') return value;
	const { mode } = isLocated(raw) ? raw : ({} as Located);
	return { mode, value: isLocated(value) ? value.value : value } satisfies Located;
};

/** The locators that are shown, as the engine reads them, by the names under which they are sent. */
export function locatedValues(
	node: INode,
	fields: INodeProperties[],
	parameter: (name: string) => unknown,
): IDataObject {
	const locators = shownFields(node, fields).filter(({ type }) => type === 'resourceLocator');
	return Object.fromEntries(
		locators.map((field) => [
			field.routing?.send?.property ?? field.name,
			valueOf(field, parameter(field.name), node.parameters[field.name]) as IDataObject,
		]),
	);
}

/**
 * Reads an operation's own fields that are shown for this node's parameters, once per item.
 *
 * n8n's routing engine walks every property of the node twice per item; this walks only the operation's own.
 * Fields without an expression are the same for all items and are read once. The others are evaluated together,
 * since each call of n8n's expression engine is expensive (0.6 ms on 2.41.1); most do not need it (`expressions.ts`).
 * It supports the routing that this package uses: `send.property` on fields and on the entries of a collection
 * (checked by a test).
 */
export function parameterReader(
	node: INode,
	fields: INodeProperties[],
	read: Reader,
): (item: number) => Declared {
	const shown = shownFields(node, fields);
	const one = (field: INodeProperties, item: number) => read.parameter(field.name, item);
	const take = (declared: Declared, field: INodeProperties, value: unknown) =>
		apply(declared, field, valueOf(field, value, node.parameters[field.name]));
	const changing = shown.filter(({ name }) => hasExpression(node.parameters[name]));
	const takers = new Map(changing.map((field) => [field, takerOf(node.parameters[field.name])]));
	const unread = changing.filter((field) => !takers.get(field));
	const together = unread.filter((field) => expressionOf(field, node.parameters[field.name]));
	const list = together.map((field) => `(${expressionOf(field, node.parameters[field.name])})`);
	const fixed = new Map<INodeProperties, unknown>();

	/** The values of `together`; undefined when they must be read one by one to find the error. */
	const inOneGo = (item: number): unknown[] | undefined => {
		if (together.length < 2) return undefined;
		try {
			const values = read.expression(`{{ [${list.join(', ')}] }}`, item);
			return Array.isArray(values) && values.length === list.length ? values : undefined;
		} catch {
			return undefined;
		}
	};

	return (item) => {
		const declared: Declared = { sent: {}, settings: {} };
		const values = inOneGo(item);
		for (const field of shown) {
			const place = values ? together.indexOf(field) : -1;
			try {
				const taken = takers.get(field)?.(read.json(item));
				if (taken) take(declared, field, taken.value);
				else if (values && place >= 0) take(declared, field, values[place]);
				else if (changing.includes(field)) take(declared, field, one(field, item));
				else {
					if (!fixed.has(field)) fixed.set(field, one(field, item));
					take(declared, field, fixed.get(field));
				}
			} catch (error) {
				declared.problem ??= problemOf(error);
			}
		}
		return declared;
	};
}

/** Whether a field is a setting: it sends nothing, or is a collection with an entry that sends nothing. */
export const isSetting = ({ options = [], routing }: INodeProperties): boolean =>
	routing === undefined &&
	(options.length === 0 ||
		options.some((option) => !('routing' in option) || option.routing === undefined));

function apply(declared: Declared, field: INodeProperties, value: unknown): void {
	const property = field.routing?.send?.property;
	if (property !== undefined) declared.sent[property] = value as IDataObject;
	if (isSetting(field)) declared.settings[field.name] = value as IDataObject;
	if (field.type !== 'collection') return;
	for (const entry of (field.options ?? []) as INodeProperties[]) {
		const given = (value as IDataObject)?.[entry.name];
		if (given !== undefined && entry.routing) apply(declared, entry, given);
	}
}
