import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';

import { Client } from './client/client';
import { credentialOf } from './client/credential';
import { nodeError, problemOf } from './errors';
import type { System } from './system';

/**
 * A method by which the editor learns the fields of a resource mapper. It is asked when the node is opened and at
 * "Refresh", so that nothing is cached.
 * @param fields what to show; where there are no fields, why, and what to do
 */
export const mapping = (
	system: System,
	fields: (client: Client, context: ILoadOptionsFunctions) => Promise<ResourceMapperFields>,
) =>
	async function (this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		try {
			const credential = await credentialOf(this, system.credentialType);
			return await fields(Client.open(this, system, credential), this);
		} catch (error) {
			throw nodeError(this.getNode(), problemOf(error), 0);
		}
	};
