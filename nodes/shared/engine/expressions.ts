import type { IDataObject } from 'n8n-workflow';

/**
 * Expressions that only take values from the item, such as `{{ $json.code }}`, answered without n8n's expression
 * engine, which takes 0.1 to 0.6 ms for each (decision record 8). Only where the answer is certain: text, numbers and
 * true or false that lie in plain data. n8n answers everything else.
 */

/** A value, or undefined if n8n has to answer. */
type Answer = { value: unknown } | undefined;

/** Takes the value of an expression from an item's JSON. */
export type Taker = (json: IDataObject) => Answer;

/** One step of a path: `.name`, `["name"]`, `['name']` or `[0]`. */
const step =
	/\.([\p{ID_Start}$_][\p{ID_Continue}$]*)|\[\s*(?:"([^"'\\\n\r]*)"|'([^"'\\\n\r]*)'|(0|[1-9]\d{0,8}))\s*\]/u;
const path = new RegExp(`^\\s*\\$json((?:${step.source})+)\\s*$`, 'u');
const steps = new RegExp(step.source, 'gu');

/** Names that n8n's expressions refuse or treat in their own way; besides those that every object inherits. */
const special =
	/^(__.*|_.*|arguments|binding|caller|callee|constructor|define\w*|dlopen|execve|get\w+|isProxy|loadEnvFile|mainModule|prepareStackTrace|prototype|set\w+|then|toJSON)$/;

const isSpecial = (name: string) => special.test(name) || name in Object.prototype;

/** Plain data: what JSON gives. */
function isPlain(value: unknown): value is object {
	if (value === null || typeof value !== 'object') return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

const isCertain = (value: unknown) =>
	value === undefined ||
	value === null ||
	typeof value === 'string' ||
	typeof value === 'boolean' ||
	Number.isFinite(value);

/** The value at a path; undefined unless it is certain. */
function at(json: unknown, names: string[]): Answer {
	let value = json;
	for (const name of names) {
		if (!isPlain(value)) return undefined;
		const own = Object.getOwnPropertyDescriptor(value, name);
		// A getter answers as it likes.
		if (own && !('value' in own)) return undefined;
		value = own?.value as unknown;
	}
	return isCertain(value) ? { value } : undefined;
}

/** The names of a path such as `$json.a["b"]`; undefined for anything else. */
function namesOf(expression: string): string[] | undefined {
	const [, all] = path.exec(expression) ?? [];
	if (all === undefined) return undefined;
	const names = [...all.matchAll(steps)].map(
		([, ...forms]) => forms.find((one) => one !== undefined)!,
	);
	return names.some(isSpecial) ? undefined : names;
}

/** Text and paths of a value with expressions, in their order; undefined if one of them is no path. */
function partsOf(text: string): Array<string | string[]> | undefined {
	const parts: Array<string | string[]> = [];
	let rest = text;
	for (let open = rest.indexOf('{{'); open >= 0; open = rest.indexOf('{{')) {
		const close = rest.indexOf('}}', open);
		const names = close < 0 ? undefined : namesOf(rest.slice(open + 2, close));
		if (!names) return undefined;
		if (open > 0) parts.push(rest.slice(0, open));
		parts.push(names);
		rest = rest.slice(close + 2);
	}
	if (rest !== '') parts.push(rest);
	// A backslash or a lone pair of braces has a meaning of its own.
	const odd = parts.some((part) => typeof part === 'string' && /\\|\{\{|\}\}/.test(part));
	return odd ? undefined : parts;
}

/**
 * How to take the value of a parameter with expressions; undefined if n8n has to answer for every item.
 * @param raw the parameter as saved: text that begins with "=", or an object or a list with such text in it
 */
export function takerOf(raw: unknown): Taker | undefined {
	if (typeof raw === 'string') return raw.startsWith('=') ? ofText(raw.slice(1)) : always(raw);
	if (raw === null || typeof raw !== 'object') return always(raw);
	const entries = Object.entries(raw).map(([name, value]) => [name, takerOf(value)] as const);
	if (entries.some(([, take]) => !take)) return undefined;
	return (json) => {
		const taken: Array<[string, unknown]> = [];
		for (const [name, take] of entries) {
			const answer = take!(json);
			if (!answer) return undefined;
			taken.push([name, answer.value]);
		}
		return {
			value: Array.isArray(raw) ? taken.map(([, value]) => value) : Object.fromEntries(taken),
		};
	};
}

const always =
	(value: unknown): Taker =>
	() => ({ value });

function ofText(text: string): Taker | undefined {
	const parts = partsOf(text);
	if (!parts?.some((part) => typeof part !== 'string')) return undefined;
	const [only] = parts;
	// Alone, a value keeps its type.
	if (parts.length === 1) return (json) => at(json, only as string[]);
	return (json) => {
		let whole = '';
		for (const part of parts) {
			const answer = typeof part === 'string' ? { value: part } : at(json, part);
			if (!answer) return undefined;
			whole += String(answer.value ?? '');
		}
		return { value: whole };
	};
}
