import { z } from 'zod';

import type { Call } from './contract';
import { Problem } from './errors';

/**
 * Servers deviate from their documentation: lists and objects come as `null` or are missing, numbers come as
 * text and text as numbers. All of that is read. An answer that cannot be read, such as a list in place of a
 * name or a record without an ID, is an error that names the part, so that operations can rely on the rest.
 */

/** An answer in all the forms it may come in. Operations use it as the type of payloads. */
export type Loose<T> =
	T extends Array<infer Row>
		? Array<Loose<Row>>
		: T extends object
			? { [Name in keyof T]?: Loose<T[Name]> | null }
			: T extends string | number | boolean
				? string | number | boolean
				: T;

/** The type of the answer to a call. */
export type Answered<C extends Call> = Loose<z.infer<C['response']>>;

/** A list that may be missing. */
export const asList = <Row>(given: Row[] | null | undefined): Row[] =>
	Array.isArray(given) ? given : [];

/** Text; null where there is none. */
export const asText = (given: unknown): string | null =>
	typeof given === 'string'
		? given
		: typeof given === 'number' || typeof given === 'boolean'
			? String(given)
			: null;

const numeric = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** A number, also written as text; null where there is none. */
export const asNumber = (given: unknown): number | null => {
	const number = typeof given === 'string' && numeric.test(given) ? Number(given) : given;
	return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

/** An ID that `checkAnswer` has checked. */
export const asId = (given: unknown): number => Number(given);

/** More rows than any of these systems holds. */
const mostRows = 10_000_000;

/** The number of rows that an answer states; undefined if it is not a plausible number. */
export const asCount = (given: unknown): number | undefined => {
	const count = asNumber(given);
	const counts = count !== null && Number.isInteger(count) && count >= 0 && count <= mostRows;
	return counts ? count : undefined;
};

/** True or false, also as 1 or 0 and as text; null if it is neither. */
export const asFlag = (given: unknown): boolean | null => {
	if (typeof given === 'boolean') return given;
	const word = typeof given === 'string' ? given.trim().toLowerCase() : '';
	if (word === 'true' || word === 'false') return word === 'true';
	const number = asNumber(given);
	return number === null ? null : number !== 0;
};

/** A part that cannot be read. */
interface Odd {
	/** Its path, from the outside in. */
	path: Array<string | number>;
	found: string;
	wanted: string;
}
type Check = (value: unknown) => Odd | undefined;

const isNothing = (value: unknown) => value === undefined || value === null || value === '';

/** The kind of a value, since the value itself may be a secret. */
const kindOf = (value: unknown): string =>
	isNothing(value)
		? 'missing'
		: Array.isArray(value)
			? 'a list'
			: ({ object: 'an object', number: 'a number', boolean: 'true or false' }[
					typeof value as string
				] ?? 'text');

const odd = (value: unknown, wanted: string): Odd => ({ path: [], found: kindOf(value), wanted });

/** The same part, with one more step in front of its path. */
const within = (step: string | number, part: Odd | undefined): Odd | undefined => {
	part?.path.unshift(step);
	return part;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

/** The check for a schema. It walks the values itself, since zod would copy them all. */
function checkOf(schema: z.ZodTypeAny): Check {
	if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) {
		const check = checkOf(schema.unwrap() as z.ZodTypeAny);
		return (value) => (isNothing(value) ? undefined : check(value));
	}
	if (schema instanceof z.ZodArray) {
		const check = checkOf(schema.element as z.ZodTypeAny);
		return (value) => {
			if (isNothing(value)) return undefined;
			if (!Array.isArray(value)) return odd(value, 'a list');
			for (let at = 0; at < value.length; at++) {
				const part = check(value[at]);
				if (part) return within(at, part);
			}
			return undefined;
		};
	}
	if (schema instanceof z.ZodObject) {
		const checks = Object.entries(schema.shape as z.ZodRawShape).map(
			([name, part]) => [name, checkOf(part)] as const,
		);
		return (value) => {
			if (!isRecord(value)) return odd(value, 'an object');
			for (const [name, check] of checks) {
				const part = check(value[name]);
				if (part) return within(name, part);
			}
			return undefined;
		};
	}
	if (schema instanceof z.ZodRecord) {
		const check = checkOf(schema.valueSchema as z.ZodTypeAny);
		return (value) => {
			if (!isRecord(value)) return odd(value, 'an object');
			for (const name of Object.keys(value)) {
				const part = check(value[name]);
				if (part) return within(name, part);
			}
			return undefined;
		};
	}
	if (schema instanceof z.ZodUnion) {
		const checks = (schema.options as z.ZodTypeAny[]).map(checkOf);
		return (value) => {
			let deepest: Odd | undefined;
			for (const check of checks) {
				const part = check(value);
				if (!part) return undefined;
				if (!deepest || part.path.length > deepest.path.length) deepest = part;
			}
			return deepest;
		};
	}
	if (schema instanceof z.ZodNumber) {
		const isId = !schema.safeParse(0).success;
		return (value) => {
			const number = asNumber(value);
			const good = number !== null && (!isId || (Number.isSafeInteger(number) && number > 0));
			return good ? undefined : odd(value, isId ? 'an ID' : 'a number');
		};
	}
	if (schema instanceof z.ZodString) {
		return (value) => (isNothing(value) || asText(value) === null ? odd(value, 'text') : undefined);
	}
	if (schema instanceof z.ZodBoolean) {
		return (value) =>
			isNothing(value) || asFlag(value) !== null ? undefined : odd(value, 'true or false');
	}
	// Nothing is documented, or nothing is read.
	return () => undefined;
}

const checks = new WeakMap<Call, Check>();

/**
 * Checks that an answer has the documented form. The answer is not changed.
 * @param inPart the call was refused in part, so there may be no data
 * @throws Problem that names the part, never its value
 */
export function checkAnswer(call: Call, payload: unknown, system: string, inPart = false): void {
	if (inPart && isNothing(payload)) return;
	let check = checks.get(call);
	if (!check) checks.set(call, (check = checkOf(call.response)));
	const part = check(payload);
	if (!part) return;
	const path = part.path
		.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
		.join('')
		.replace(/^\./, '');
	const instead = part.found === 'missing' ? '' : ` instead of ${part.wanted}`;
	throw new Problem(
		`${system} answered in an unexpected form: ${path || 'the answer'} is ${part.found}${instead}`,
		{
			// The system may already have acted.
			kind: call.writes ? 'unsure' : 'refused',
			advice: 'The node cannot read this answer. Please report it with the version of the system.',
		},
	);
}
