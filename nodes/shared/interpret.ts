import {
	NodeHelpers,
	isExpression,
	type IDataObject,
	type INode,
	type INodeProperties,
} from 'n8n-workflow';

/** What the declarations of an operation say for one item. */
export interface Declared {
	/** Values that the routing sends, query and body together, under the system's names. */
	sent: IDataObject;
	/** The other fields, under their own names. */
	settings: IDataObject;
}

const hasExpression = (value: unknown): boolean =>
	value !== null && typeof value === 'object'
		? Object.values(value).some(hasExpression)
		: isExpression(value);

/** The fields that the editor shows for a node's parameters: the others count for nothing. */
export const shownFields = (node: INode, fields: INodeProperties[]): INodeProperties[] =>
	fields.filter((field) =>
		NodeHelpers.displayParameter(node.parameters, field, node, null, node.parameters),
	);

/**
 * Reads an operation's own fields, the ones shown for this node's parameters, once an item.
 *
 * n8n's routing engine walks every property of the node twice an item; this walks the operation's
 * own, and asks n8n only for those that hold an expression. The others are the same for all items.
 * It understands the routing that the descriptions of this package use: `send.property` on fields,
 * and on the entries of a collection (a test keeps them to that).
 */
export function interpreter(
	node: INode,
	fields: INodeProperties[],
	read: (name: string, item: number, extractValue: boolean) => unknown,
): (item: number) => Declared {
	const readers = shownFields(node, fields).map((field) => {
		const extract = field.type === 'resourceLocator';
		const fixed = !hasExpression(node.parameters[field.name]);
		let value: unknown;
		let known = false;
		return {
			field,
			at: (item: number) => {
				if (!fixed) return read(field.name, item, extract);
				if (!known) value = read(field.name, item, extract);
				known = true;
				return value;
			},
		};
	});
	return (item) => {
		const declared: Declared = { sent: {}, settings: {} };
		for (const { field, at } of readers) apply(declared, field, at(item));
		return declared;
	};
}

/** The settings among the fields: those that send nothing, neither themselves nor by their entries. */
export const isSetting = (field: INodeProperties): boolean =>
	field.routing === undefined &&
	!(field.options ?? []).some((option) => 'routing' in option && option.routing !== undefined);

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
