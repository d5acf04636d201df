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
} {
	return {
		description: {
			requestDefaults: { headers: system.headers },
			requestOperations: { pagination: pagination(system, resources) },
			properties: [...properties(resources), requestOptions(resources)],
		},
		customOperations: customOperations(system, resources),
	};
}
