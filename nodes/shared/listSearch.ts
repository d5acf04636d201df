import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { asText } from './answers';
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

/** The methods by which the editor shows a list. */
export interface Picker {
	/** For `listSearch`: the choices that contain the words typed. */
	search: (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;
	/** For `loadOptions`: all choices. */
	options: (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;
}

/**
 * A list of records to pick from, read at most once a minute per credential.
 * @param about what else the list depends on, such as the chosen project
 */
export function picker<About = undefined>(
	system: System,
	choices: (client: Client, about: About) => Promise<Choice[]>,
	about?: (context: ILoadOptionsFunctions) => About,
): Picker {
	const lists = keptFor<Array<Choice & { text: string }>>(freshFor);
	const all = async (context: ILoadOptionsFunctions) => {
		try {
			const chosen = about?.(context) as About;
			const credential = await credentialOf(context, system.credentialType);
			return await lists(accountOf(system.name, credential.data, chosen), async () =>
				(await choices(Client.open(context, system, credential), chosen)).map(
					({ name, value, also = [] }) => ({
						name,
						value,
						text: folded([name, value, ...also].filter(Boolean).join(' ')),
					}),
				),
			);
		} catch (error) {
			throw nodeError(context.getNode(), problemOf(error), 0);
		}
	};
	const shown = ({ name, value }: Choice) => ({ name, value });
	return {
		async search(filter = '') {
			const words = folded(filter).split(/\s+/).filter(Boolean);
			const found = (await all(this)).filter(({ text }) =>
				words.every((word) => text.includes(word)),
			);
			return { results: found.map(shown) };
		},
		async options() {
			return (await all(this)).map(shown);
		},
	};
}

/** The name of a choice: with its code, and what else tells it from others. */
export const labelled = (name: unknown, code?: unknown, more?: unknown): string =>
	[`${asText(name) ?? ''}${asText(code) ? ` (${asText(code)})` : ''}`.trim(), asText(more)]
		.filter(Boolean)
		.join(', ');
