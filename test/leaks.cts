/** The search for secrets in what a program shows, in every form in which they could get there. */

/** Cuts the secret out of the Base64 of a longer text, wherever in it the secret stands. */
function inBase64(secret: string): string[] {
	const bytes = Buffer.from(secret);
	return [0, 1, 2].map((before) =>
		Buffer.concat([Buffer.alloc(before), bytes])
			.toString('base64')
			// Characters that also hold bits of what stands before or after are not the secret's own.
			.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)),
	);
}

/** All forms of a secret to look for: plain, URL-encoded, Base64, and escaped in JSON. */
export function formsOf(secret: string): string[] {
	const component = encodeURIComponent(secret);
	const strict = component.replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	const encoded = [component, strict, encodeURI(secret), new URLSearchParams([['', secret]])]
		.map((form) => String(form).replace(/^=/, ''))
		.flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
	const base64 = inBase64(secret).flatMap((form) => [
		form,
		form.replace(/\+/g, '-').replace(/\//g, '_'),
		encodeURIComponent(form),
	]);
	// JSON within JSON escapes once more.
	const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
	const all = [secret, ...encoded, ...base64];
	return [...new Set([...all, escaped(secret), escaped(escaped(secret))])].filter(Boolean);
}

/** A secret that a text shows, and where. */
export interface Leak {
	secret: string;
	/** How it was written. */
	form: string;
	/** Where it was found, with what stands around it. */
	where: string;
}

/** Searches named texts for secrets. */
export class LeakSearch {
	readonly leaks: Leak[] = [];
	texts = 0;
	characters = 0;
	private readonly forms: Array<[form: string, secret: string]>;

	constructor(readonly secrets: string[]) {
		const short = secrets.filter((secret) => secret.length < 8);
		if (short.length > 0) throw new Error(`Too short to be recognised: ${short.join(', ')}`);
		this.forms = secrets.flatMap((secret) =>
			formsOf(secret).map((form): [string, string] => [form, secret]),
		);
	}

	in(name: string, text: string): void {
		this.texts++;
		this.characters += text.length;
		for (const [form, secret] of this.forms) {
			const at = text.indexOf(form);
			if (at < 0) continue;
			const around = text.slice(Math.max(0, at - 200), at + form.length + 60);
			this.leaks.push({ secret, form, where: `${name}: …${around}…` });
		}
	}
}
