import type { Reply } from './client.cts';
import { refusalOf } from './client.cts';
import type { Tenant } from './tenant.cts';

/** What a probe saw. */
export interface Sight {
	/** In plain words. */
	seen: string;
	/** Whether the node copes with it. */
	fits: boolean;
}

/** One thing that AKASHI's text leaves open, or says in two ways. */
export interface Doubt {
	/** A heading of docs/untested.md together with the chapter. */
	name: string;
	/** Chapter of AKASHI's text. */
	chapter: string;
	/** What the text says. */
	text: string;
	/** What the node does. */
	node: string;
	/** What the run must be allowed; absent for what only reads. */
	needs?: 'write' | 'reissue';
	/** Finds out. @throws Open when this tenant does not show it */
	probe: (tenant: Tenant) => Promise<Sight>;
}

/** This tenant does not settle the doubt; the message says why. */
export class Open extends Error {}

export const headingOf = ({ chapter, name }: Pick<Doubt, 'chapter' | 'name'>) =>
	`${chapter} ${name}`;

/**
 * The data of a call that must succeed before anything can be seen.
 * @throws Open when it was refused
 */
export function needed(reply: Reply, what: string): unknown {
	if (reply.success) return reply.payload;
	throw new Open(`${what}: ${refusalOf(reply)}`);
}
