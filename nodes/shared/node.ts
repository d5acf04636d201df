import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { requestOptions } from './fields';
import { properties, type Resource } from './operation';
import { customOperations, pagination } from './engine/entries';
import type { System } from './system';

/** The parts of a node type that are derived from its system and resources. */
export function nodeParts(
	system: System,
	resources: Resource[],
): {
	description: Pick<INodeTypeDescription, 'requestDefaults' | 'requestOperations'> & {
		properties: INodeProperties[];
	};
	customOperations: NonNullable<INodeType['customOperations']>;
	subtitle: string;
} {
	return {
		description: {
			requestDefaults: { headers: system.headers },
			requestOperations: { pagination: pagination(system, resources) },
			properties: [...properties(resources), requestOptions(resources)],
		},
		customOperations: customOperations(system, resources),
		subtitle: subtitle(resources),
	};
}

/** What the canvas shows under a node: its operation and resource in the words of the editor. */
function subtitle(resources: Resource[]): string {
	const operations = resources.flatMap(({ operations }) => operations.map(({ entry }) => entry));
	const named = (list: Array<{ name: string; value: string }>) =>
		JSON.stringify(Object.fromEntries(list.map(({ name, value }) => [value, name])));
	return `={{ (${named(operations)})[$parameter["operation"]] + ": " + (${named(resources)})[$parameter["resource"]] }}`;
}
