import { z } from 'zod';

/**
 * What happens when a write is sent twice. `keyed`: the second one changes nothing, since the record has a key.
 * `new`: it creates a second record. `keyedBy`: keyed if the record has this field, otherwise new.
 */
export type Writes = 'keyed' | 'new' | { keyedBy: string };

/** Whether a request may be repeated: reads always, keyed writes mostly, writes that create hardly ever. */
export type Repeat = 'keyed' | 'new' | 'read';

/** Whether a call may be repeated with this record. */
export const repeatOf = ({ writes }: Pick<Call, 'writes'>, record: object): Repeat =>
	typeof writes === 'object'
		? (record as Record<string, unknown>)[writes.keyedBy] === undefined
			? 'new'
			: 'keyed'
		: (writes ?? 'read');

/** One documented call of a system: what may be sent and what comes back, without the sign-in. */
export interface Call {
	/** Chapter or page of the documentation. */
	source: string;
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	/** Path under the base URL; `{name}` stands for a value. */
	path: string;
	/** The query (GET) or JSON body (otherwise), strict: nothing undocumented may be sent. */
	request: z.ZodTypeAny;
	/** Set for a call that writes. */
	writes?: Writes;
	/** Names of values that must never be shown. */
	secrets?: readonly string[];
	/** What an installation needs to offer the call, where not every one does: "Such calls require …". */
	needs?: string;
	/** Answers a page of HTML instead of the system's envelope, in which only refusals come. */
	page?: true;
	/** The part of the answer that carries the data. Undocumented fields are accepted. */
	response: z.ZodTypeAny;
}

/** An object of an answer: documented fields typed, unknown ones kept. */
export const answer = <T extends z.ZodRawShape>(shape: T) => z.object(shape).passthrough();

/** A positive whole number written in a query. */
export const idText = z.string().regex(/^[1-9]\d*$/);

/** A comma-separated list of at most `most` ids in a query. */
export const idListText = (most: number) =>
	z
		.string()
		.regex(/^[1-9]\d*(,[1-9]\d*)*$/)
		.refine((text) => text.split(',').length <= most, `at most ${most} ids`);

/**
 * Text of 1 to `most` characters of one kind, without control characters other than line breaks. A character is
 * what a person counts as one: 𠮷 is, though it takes two units of UTF-16.
 */
export const limited = (most: number, kind = /^/, kindWords?: string) => {
	const words = `must have 1 to ${most} characters${kindWords ? `: ${kindWords}` : ''}`;
	return z
		.string()
		.min(1, words)
		.regex(kind, words)
		.refine((text) => [...text].length <= most, words)
		.refine((text) => !/[^\P{Cc}\t\n\r]/u.test(text), 'must not contain control characters');
};
