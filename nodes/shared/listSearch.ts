import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { accountOf } from './client/basicAuth';
import { credentialOf } from './client/credential';
import { nodeError, problemOf } from './errors';
import { Client } from './client/client';
import { keptFor } from './cache';
import type { System } from './system';

/** An entry of a "From List" picker. */
export interface Choice {
	name: string;
	value: string | number;
	/** By what else it is found, such as a reading or an e-mail address. */
	also?: Array<string | null | undefined>;
}

/** How long a list is searched in before it is read anew, in milliseconds: the editor asks at every keystroke. */
const freshFor = 60_000;

/** Text as it is compared: whatever its case and width, and in whichever kana. */
const folded = (text: string) =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));

/**
 * A method of `listSearch`: reads all choices through the pipe, once a minute and credential, and keeps those
 * that contain the words typed.
 * @param about what the list depends on beside the credential, such as the project chosen
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
