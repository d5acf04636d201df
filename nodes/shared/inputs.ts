import type { DateTime } from 'luxon';
import { z } from 'zod';

import { dayOf, endOf, momentOf, startOf, writtenStartOf, type Zones } from './dates';
import { isLocated } from './located';

/**
 * Converts and checks what users and expressions enter. Every message continues the sentence "The parameter X …"
 * and states the limit.
 */

/** Left empty in the editor: not sent. */
const isEmpty = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	value === '' ||
	(isLocated(value) && isEmpty(value.value));

/** A field that may be left empty. */
export const optional = <T extends z.ZodTypeAny>(schema: T) =>
	z.preprocess((value) => (isEmpty(value) ? undefined : value), schema.optional());

const converted = <T>(convert: (value: unknown) => T | undefined, words: string) =>
	z.unknown().transform((value, context): T => {
		const result = convert(value);
		if (result !== undefined) return result;
		// Fatal: checks of several values together are skipped when one of them is invalid.
		context.addIssue({ code: z.ZodIssueCode.custom, message: words, fatal: true });
		return z.NEVER;
	});

const wholeNumberOf = (value: unknown): number | undefined => {
	const text =
		typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
	return /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
};

/** A whole number, also as text. Without `most`, up to the largest safe integer. */
export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) =>
	converted(
		(value) => {
			const number = wholeNumberOf(value);
			return number !== undefined && number >= least && number <= most ? number : undefined;
		},
		`must be a whole number ${most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`}`,
	);

/** A number with or without decimals, also as text. */
export const decimal = (least: number, most: number) =>
	converted((value) => {
		const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
		const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
		return number >= least && number <= most ? number : undefined;
	}, `must be a number from ${least} to ${most}`);

/** True or false, also as text. */
export const yesNo = converted(
	(value) => [true, false].find((one) => one === value || String(one) === value),
	'must be true or false',
);

/** A system's numeric id; undefined if it is none. */
export const idOf = (value: unknown): number | undefined => {
	const number = wholeNumberOf(value);
	return number !== undefined && number > 0 ? number : undefined;
};

export const idWords = 'must be an ID: a whole number greater than 0';

/** A system's numeric id. */
export const id = converted(idOf, idWords);

/** One or more ids: a list, or text with commas or blanks between them. Duplicates count once. */
export const idList = converted((value) => {
	const list = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value
					.replace(/^\[|\]$/g, '')
					.split(/[\s,、，]+/)
					.filter(Boolean)
			: [value];
	const ids = list.map(wholeNumberOf);
	if (ids.length === 0 || ids.some((one) => one === undefined || one <= 0)) return undefined;
	return [...new Set(ids as number[])];
}, 'must contain at least one ID: whole numbers greater than 0, separated by commas');

/** Text without the blanks around it; undefined if there is none. */
export const wordOf = (value: unknown): string | undefined =>
	(typeof value === 'string' || typeof value === 'number') && String(value).trim() !== ''
		? String(value).trim()
		: undefined;

/** Text that is not empty. */
export const someText = converted(wordOf, 'must not be empty');

/** Text that a schema of the contract checks. */
export const textOf = <T extends z.ZodType<string, z.ZodTypeDef, string>>(schema: T) =>
	z.preprocess((value) => (typeof value === 'number' ? String(value) : (value ?? '')), schema);

/**
 * A list, given as such or as text. Empty entries are dropped.
 * @param between separator of a text; without it, a text is one entry
 */
export const listOf = <T extends z.ZodTypeAny>(entry: T, between?: RegExp) =>
	z.preprocess((value) => {
		const list = typeof value === 'string' && between ? value.split(between) : [value].flat();
		return list.filter((one) => !isEmpty(one));
	}, z.array(entry));

/** Separator of a list of codes. */
export const commasOrBlanks = /[\s,、，]+/;

/** One of the values of a list. */
export const oneOf = <T extends string | number>(values: readonly T[]) =>
	converted(
		(value) => values.find((one) => one === value || String(one) === String(value)),
		`must be one of ${values.join(', ')}`,
	);

/** What is wrong with a date. */
export const dateWords = 'must be a date such as 2026-04-01 or 2026-04-01T09:00:00+09:00';

/** A day of the system. */
export const day = (zones: Zones) => converted<DateTime>((value) => dayOf(value, zones), dateWords);

/** A moment. */
export const moment = (zones: Zones) =>
	converted<DateTime>((value) => momentOf(value, zones), dateWords);

/** The first moment of a span. */
export const spanStart = (zones: Zones) =>
	converted<DateTime>((value) => startOf(value, zones), dateWords);

/** The first moment of a span that is written. */
export const writtenStart = (zones: Zones) =>
	converted<DateTime>((value) => writtenStartOf(value, zones), dateWords);

/** The last second of a span; a day is included. */
export const spanEnd = (zones: Zones) =>
	converted<DateTime>((value) => endOf(value, zones), dateWords);

const ordered =
	(mayBeEqual: boolean) =>
	<Start extends string, End extends string>(start: Start, end: End) =>
	(values: Partial<Record<Start | End, DateTime | string>>, context: z.RefinementCtx): void => {
		const [from, to] = [values[start], values[end]];
		if (from === undefined || to === undefined || to > from) return;
		const equal = to >= from;
		if (equal && mayBeEqual) return;
		const first = typeof from === 'string' ? from : from.toISO({ suppressMilliseconds: true });
		const message = `must ${equal ? 'be after' : 'not be before'} the start (${first})`;
		context.addIssue({ code: z.ZodIssueCode.custom, path: [end], message });
	};

/** Refuses a last day before the first day. Days may be text that sorts, such as yyyymmdd. */
export const inOrder = ordered(true);

/** The same for moments (`spanStart`, `spanEnd`); a span that starts and ends at the same second is empty. */
export const holdsTime = ordered(false);
