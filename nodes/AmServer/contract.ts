import { z } from 'zod';

/** What several resources' contracts share; the calls are in `resources/<resource>/contract.ts`. */

/** Text of one form; everything else is refused with the same message. */
export const text = (form: RegExp, words: string) =>
	z.string({ invalid_type_error: words, required_error: words }).regex(form, words);

/** User ids: the document says six characters, the server takes one to six (seen). */
export const userId = text(/^[0-9A-Za-z]{1,6}$/, 'must be 1 to 6 half-width letters or digits');

export const password = text(/^[0-9A-Za-z]{8,16}$/, 'must be 8 to 16 half-width letters or digits');
