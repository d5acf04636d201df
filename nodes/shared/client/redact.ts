import type { Redact } from '../system';

/** The forms in which a server may quote a secret. */
function formsOf(secret: string): string[] {
	const encoded = encodeURIComponent(secret);
	const lower = encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
	const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
	return [secret, encoded, lower, base64];
}

/** What replaces a secret. */
const hidden = '[hidden]';

/**
 * Hides secrets in a server's message. Only for the server's words: a password may be an ordinary word, and the
 * node's own sentences contain no secret.
 * @param secrets read at the first text; secrets of fewer than four characters are not replaced
 */
export function redactor(secrets: () => string[]): Redact {
	let forms: string[] | undefined;
	return (text) => {
		forms ??= secrets()
			.filter((secret) => secret.length >= 4)
			.flatMap(formsOf)
			// One form may be part of another: the longest go first.
			.sort((a, b) => b.length - a.length);
		return forms.reduce((left, form) => left.split(form).join(hidden), text);
	};
}

/** Names that mean a secret, whatever the system: `userPassword`, `access_token`, `Cookie`, … */
const secretName =
	/token|passw|secret|security|authorization|cookie|(^|[^a-z])pass($|[^a-z])|(^|[a-z])Pass($|[^a-z])/;

/** Whether a value of this name is a secret. */
const meansSecret = (name: string): boolean =>
	secretName.test(name.toLowerCase()) || secretName.test(name);

/**
 * The same data with the values of secrets hidden, at any depth: those whose names mean one, and the named
 * ones.
 */
export function withoutSecretValues(data: unknown, names: readonly string[] = []): unknown {
	if (Array.isArray(data)) return data.map((one) => withoutSecretValues(one, names));
	if (data === null || typeof data !== 'object') return data;
	return Object.fromEntries(
		Object.entries(data).map(([name, value]) => [
			name,
			(names.includes(name) || meansSecret(name)) && value
				? hidden
				: withoutSecretValues(value, names),
		]),
	);
}

/** All values of secrets in what is sent, by the same names. */
export function secretValuesIn(data: unknown, names: readonly string[] = []): string[] {
	if (data === null || typeof data !== 'object') return [];
	return Object.entries(data).flatMap(([name, value]) =>
		names.includes(name) || meansSecret(name) ? textsIn(value) : secretValuesIn(value, names),
	);
}

const textsIn = (value: unknown): string[] =>
	value !== null && typeof value === 'object'
		? Object.values(value).flatMap(textsIn)
		: [String(value ?? '')];

/** The same data with these secrets hidden wherever they stand: as a value, within a text or as a name. */
export function withoutSecrets(data: unknown, secrets: string[]): unknown {
	const redact = redactor(() => secrets);
	const hide = (text: string) => (secrets.includes(text.trim()) ? hidden : redact(text));
	const visit = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(visit);
		if (typeof value === 'string') return hide(value);
		if (typeof value === 'number') return secrets.includes(String(value)) ? hidden : value;
		if (!isPlain(value)) return value;
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [hide(name), visit(one)]));
	};
	return visit(data);
}

/** Not a date or the like; it may come from another realm, such as that of a Code node. */
function isPlain(value: unknown): value is object {
	if (value === null || typeof value !== 'object') return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}
