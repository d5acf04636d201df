import { z } from 'zod';

import { NotFound } from './directory';
import { problemOf } from './errors';

/** The value of a field that picks one record (`locators.ts`). */
export interface Located {
	/** How the record is named: `list`, `id`, `code`, …; absent if an expression gives the whole field. */
	mode?: string;
	value: unknown;
}

/** Whether a value is that of a locator field. */
export const isLocated = (given: unknown): given is Located =>
	given !== null && typeof given === 'object' && 'value' in given && !Array.isArray(given);

/**
 * What each way of naming means. What the list gives is read as an ID unless it has a way of its own. A record that is
 * looked up comes as a promise; undefined means that the value cannot be meant.
 */
export type Ways<T> = { id: (value: unknown) => T | undefined | Promise<T> } & Record<
	string,
	(value: unknown) => T | undefined | Promise<T>
>;

/** The problem of a field, put where an editor shows it. */
const refuse = (context: z.RefinementCtx, path: string[], message: string): never => {
	context.addIssue({ code: z.ZodIssueCode.custom, path, message, fatal: true });
	return z.NEVER;
};

/** What is wrong with a value that cannot be meant: for all ways, or by way. */
type Words = string | ({ id: string } & Record<string, string>);

/** Reads a locator field in a transformation. */
function locate<T>(
	given: unknown,
	ways: Ways<T>,
	words: Words,
	context: z.RefinementCtx,
	path: string[] = [],
): T | Promise<T> {
	const { mode = 'id', value }: Located = isLocated(given) ? given : { value: given };
	if (value === undefined || value === null || value === '') {
		return refuse(context, path, 'must not be empty');
	}
	const found = (ways[mode] ?? ways.id)(value);
	if (found instanceof Promise) return lookedUp(found, context, path);
	return (
		found ?? refuse(context, path, typeof words === 'string' ? words : (words[mode] ?? words.id))
	);
}

/**
 * A value that a transformation looks up: if that fails, the field has a problem. The promise itself never fails, since
 * zod awaits one value after the other, and not all of them: a failure that nobody awaits would end the process.
 */
export const lookedUp = async <T>(
	found: Promise<T>,
	context: z.RefinementCtx,
	path: string[] = [],
): Promise<T> =>
	await found.catch((error) => {
		if (error instanceof NotFound) return refuse(context, path, error.message);
		const problem = problemOf(error);
		const { message } = problem;
		context.addIssue({ code: 'custom', path, message, params: { problem }, fatal: true });
		return z.NEVER;
	});

/** The input of a locator field. */
export const located = <T>(ways: Ways<T>, words: Words) =>
	z.unknown().transform((given, context) => locate(given, ways, words, context));

/**
 * The input of a locator field that depends on others, such as a task on its project: for a schema of all values.
 * @param ways undefined if nothing is to be picked
 */
export const locatedBy =
	<Name extends string, V extends { [name in Name]?: unknown }, T>(
		name: Name,
		ways: (values: V) => Ways<T> | undefined,
		words: Words,
	) =>
	(values: V, context: z.RefinementCtx): Omit<V, Name> & { [name in Name]: T } => {
		const { [name]: given, ...rest } = values;
		const known = ways(values);
		const found = known && locate(given, known, words, context, [name]);
		const joined = (value: unknown) =>
			({ ...rest, [name]: value }) as Omit<V, Name> & { [name in Name]: T };
		// zod takes a promise here, too.
		return found instanceof Promise ? (found.then(joined) as never) : joined(found);
	};
