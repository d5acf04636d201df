import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { credentialOf } from './client/credential';
import { nodeError, problemOf } from './errors';
import { Link } from './link';
import type { System } from './system';

/** An entry of a "From List" picker. */
export interface Choice {
	name: string;
	value: string | number;
}

/**
 * A method of `listSearch`: reads all choices through the pipe and keeps those whose name or value
 * contains the words typed.
 */
export const picker = (
	system: System,
	choices: (link: Link, context: ILoadOptionsFunctions) => Promise<Choice[]>,
) =>
	async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		try {
			const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
			const all = await choices(
				Link.open(this, system, await credentialOf(this, system.credentialType)),
				this,
			);
			const text = ({ name, value }: Choice) => `${name} ${value}`.toLowerCase();
			return { results: all.filter((one) => words.every((word) => text(one).includes(word))) };
		} catch (error) {
			throw nodeError(this.getNode(), problemOf(error), 0);
		}
	};
