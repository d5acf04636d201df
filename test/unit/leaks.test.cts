import { LeakSearch } from '../leaks.cts';

/** That the search for secrets finds what is there: a search that finds nothing must not mean nothing. */

const secret = `Planted/Secret+1=a&b"c\\d e%f(g)`;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const lower = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
const strict = encodeURIComponent(secret).replace(/\(/g, '%28').replace(/\)/g, '%29');

const planted: Array<[string, string]> = [
	['as such', secret],
	['URL-encoded', encodeURIComponent(secret)],
	['URL-encoded with lower-case digits', lower(encodeURIComponent(secret))],
	['URL-encoded with brackets', strict],
	['URL-encoded with brackets and lower-case digits', lower(strict)],
	['as in a path', encodeURI(secret)],
	['as in a form', new URLSearchParams({ token: secret }).toString()],
	['Base64', base64(secret)],
	['Base64 without its end', base64(secret).replace(/=+$/, '')],
	['Base64 for URLs', Buffer.from(secret).toString('base64url')],
	['Base64, URL-encoded', encodeURIComponent(base64(secret))],
	...['u:', 'us:', 'user:'].map((user): [string, string] => [
		`Base64 after ${user}`,
		base64(user + secret),
	]),
	['Base64 within a text', base64(`{"password": "${secret}", "more": 1}`)],
	['JSON', JSON.stringify({ token: secret })],
	['JSON within JSON', JSON.stringify({ body: JSON.stringify({ token: secret }) })],
];

const found = (text: string) => {
	const search = new LeakSearch([secret, 'Another-Secret-2']);
	search.in('log', `before ${text} after`);
	search.in('file', 'nothing');
	expect([search.texts, search.characters]).toEqual([2, text.length + 13 + 7]);
	return search.leaks;
};

test.each(planted)('finds a secret %s', (_, text) => {
	const leaks = found(text);
	expect(new Set(leaks.map((leak) => leak.secret))).toEqual(new Set([secret]));
	expect(leaks[0].where).toMatch(/^log: /);
});

test('finds nothing where nothing is, and takes no part for the whole', () => {
	expect(found('nothing')).toEqual([]);
	expect(found(secret.slice(0, -1))).toEqual([]);
	expect(found(base64(secret.slice(2)))).toEqual([]);
});

test('refuses secrets that cannot be told from other text', () => {
	expect(() => new LeakSearch(['1234'])).toThrow(/Too short/);
});
