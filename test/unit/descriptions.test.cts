import type { INodeProperties, INodeType } from 'n8n-workflow';

import { Akashi, resources as akashi } from '../../nodes/Akashi/Akashi.node.ts';
import { AmServer, resources as amServer } from '../../nodes/AmServer/AmServer.node.ts';
import { Omflow, resources as omflow } from '../../nodes/Omflow/Omflow.node.ts';

const nodes = [new Akashi(), new AmServer(), new Omflow()] as const;
const operations = [...akashi, ...amServer, ...omflow].flatMap(({ value, operations: list }) =>
	list.map((one) => [`${value}.${one.entry.value}`, one] as const),
);

/** A field and the entries of its collections. */
const nested = (field: INodeProperties): INodeProperties[] => [
	field,
	...(field.type === 'collection' ? (field.options as INodeProperties[]).flatMap(nested) : []),
];

describe.each(operations)('%s', (_, { fields, entry }) => {
	test('declares no routing that the fast runner would read otherwise than n8n', () => {
		for (const { routing } of fields.flatMap(nested)) {
			if (!routing) continue;
			expect(Object.keys(routing)).toEqual(['send']);
			expect(Object.keys(routing.send!).sort()).toEqual(['property', 'type']);
			// A dot or an expression would be read as a path or evaluated.
			expect(routing.send!.property).toMatch(/^\w+$/);
		}
	});

	test('keeps the conventions of names', () => {
		expect(entry.action).toMatch(/^[A-Z][^A-Z]*(?:[A-Z]{2,}[^A-Z]*)*$/);
		expect(entry.action).not.toMatch(/\b(a|an|the)\b/i);
		for (const { displayName, name, description, type } of fields.flatMap(nested)) {
			expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
			expect(displayName).toMatch(/^[A-Z]/);
			// A notice is its own description.
			if (!['collection', 'notice'].includes(type)) expect(description).toBeTruthy();
		}
	});

	test('gives examples as "e.g."', () => {
		for (const field of fields.flatMap(nested)) {
			const examples = (field.modes ?? [field]).map(({ placeholder }) => placeholder);
			if (/ollection/.test(field.type)) continue;
			for (const text of examples) if (text) expect(text).toMatch(/^e\.g\. ./);
			if (field.type === 'dateTime') expect(field.placeholder).toBeTruthy();
		}
	});

	test('sorts its choices', () => {
		for (const field of fields.flatMap(nested)) {
			if (!['collection', 'options'].includes(field.type)) continue;
			const names = field.options!.map((one) =>
				'displayName' in one ? one.displayName : one.name,
			);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		}
	});
});

test('each node also runs fast what it declares', () => {
	for (const [node, resources] of [
		[nodes[0], akashi],
		[nodes[1], amServer],
		[nodes[2], omflow],
	] as const) {
		for (const { value, operations: list } of resources) {
			for (const { entry } of list) {
				expect(node.customOperations[value][entry.value]).toBeInstanceOf(Function);
			}
		}
	}
});

describe.each([
	['AKASHI', new Akashi(), akashi],
	['OMFLOW', new Omflow(), omflow],
	['am-server', new AmServer(), amServer],
] as const)('the node %s', (_, node, resources) => {
	const { description, methods }: INodeType = node;
	test('says on the canvas in words what it does', () => {
		const expression = /^=\{\{(.*)\}\}$/.exec(description.subtitle!)![1];
		const shown = new Function('$parameter', `return ${expression}`);
		for (const { name, value, operations: list } of resources) {
			for (const { entry } of list) {
				const parameters = { resource: value, operation: entry.value };
				expect(shown(parameters)).toBe(`${entry.name}: ${name}`);
			}
		}
	});

	test('has the methods that its pickers name, and no picker in a collection', () => {
		const all = resources.flatMap((one) => one.operations.flatMap(({ fields }) => fields));
		for (const field of all) {
			const options = field.typeOptions?.loadOptionsMethod;
			if (options) expect(methods?.loadOptions).toHaveProperty(options);
			for (const { typeOptions } of field.modes ?? []) {
				if (!typeOptions?.searchListMethod) continue;
				expect(methods?.listSearch).toHaveProperty(typeOptions.searchListMethod);
			}
			for (const one of nested(field).slice(1)) expect(one.type).not.toBe('resourceLocator');
		}
	});
});
