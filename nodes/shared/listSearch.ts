import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { accountOf } from './client/basicAuth';
import { credentialOf } from './client/credential';
import { nodeError, problemOf } from './errors';
import { Client } from './client/client';
import { keptFor } from './cache';
import type { System } from './system';

/** An entry of a "From List" search. */
export interface Choice {
	name: string;
	value: string | number;
	/** Further search terms, such as a reading or an email address. */
	also?: Array<string | null | undefined>;
}

/** How long a list is cached, in milliseconds: the editor searches at every keystroke. */
const freshFor = 60_000;

/** Normalizes text for comparison: case, width and kind of kana do not matter. */
const folded = (text: string) =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));

/**
 * A method of `listSearch`: reads all choices, at most once a minute per credential, and returns those that
 * contain the words typed.
 * @param about what else the list depends on, such as the chosen project
 */
export function picker<About = undefined>(
	system: System,
	choices: (client: Client, about: About) => Promise<Choice[]>,
	about?: (context: ILoadOptionsFunctions) => About,
) {
	const lists = keptFor<Array<Choice & { text: string }>>(freshFor);
	return async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
		try {
			const chosen = about?.(this) as About;
			const credential = await credentialOf(this, system.credentialType);
			const all = await lists(accountOf(system.name, credential.data, chosen), async () =>
				(await choices(Client.open(this, system, credential), chosen)).map(
					({ name, value, also = [] }) => ({
						name,
						value,
						text: folded([name, value, ...also].filter(Boolean).join(' ')),
					}),
				),
			);
			const words = folded(filter).split(/\s+/).filter(Boolean);
			const found = all.filter(({ text }) => words.every((word) => text.includes(word)));
			return { results: found.map(({ name, value }) => ({ name, value })) };
		} catch (error) {
			throw nodeError(this.getNode(), problemOf(error), 0);
		}
	};
}
