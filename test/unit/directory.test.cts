import fc from 'fast-check';

import type { Client } from '../../nodes/shared/client/client.ts';
import { Directory, NotFound } from '../../nodes/shared/directory.ts';

/** Records by what people know, against a search that looks at every record. */

interface Row {
	id: number;
	code: string | null;
	email: string | null;
}

const newClient = () => ({}) as Client;
const directoryOf = (rows: Row[], read = async () => rows) =>
	new Directory<Client, Row>('person', 'here', read, {
		id: ({ id }) => id,
		code: ({ code }) => code,
		email: ({ email }) => email,
	});

const wide = (text: string) =>
	text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

const codes = fc.constantFrom('1', '2', 'a1', 'A1', '001', 'ａ１', '１', ' 2 ', null);
const emails = fc.constantFrom('a@x.jp', 'A@x.jp', 'b@x.jp', null);
const table = fc
	.array(fc.record({ code: codes, email: emails }), { maxLength: 8 })
	.map((list) => list.map((one, at): Row => ({ id: at + 1, ...one })));

/** The same name, however wide it is written; case does not matter in addresses. */
const same = (mode: string, one: string | number | null, other: string) => {
	if (one === null) return false;
	const plain = (text: string) => {
		const narrow = [...text]
			.map((letter) =>
				letter >= '！' && letter <= '～'
					? String.fromCharCode(letter.charCodeAt(0) - 0xfee0)
					: letter,
			)
			.join('')
			.trim();
		return mode === 'email' ? narrow.toLowerCase() : narrow;
	};
	return plain(String(one)) === plain(other);
};

test('a name means the one record that has it, and otherwise nobody', async () => {
	const names = fc.constantFrom('1', '2', '3', 'a1', 'A1', '001', 'a@x.jp', 'B@X.JP', 'nobody');
	const modes = fc.constantFrom<string[]>(['code'], ['email'], ['id'], ['code', 'id']);
	await fc.assert(
		fc.asyncProperty(table, names, modes, fc.boolean(), async (rows, name, by, asWide) => {
			const typed = asWide ? wide(name) : ` ${name}`;
			const meant = rows.filter((row) =>
				by.some((mode) => same(mode, row[mode as keyof Row], name)),
			);
			const found = directoryOf(rows).find(newClient(), typed, by);
			if (meant.length === 1) return expect(await found).toBe(meant[0]);
			const error: Error = await found.then(
				() => new Error('found'),
				(one) => one,
			);
			expect(error).toBeInstanceOf(NotFound);
			expect(error.message).toContain(`is "${typed}"`);
			for (const { id } of meant) expect(error.message).toContain(String(id));
		}),
		{ numRuns: 2_000 },
	);
});

test('a list is read once per run, however many ask, and again after a failure', async () => {
	let reads = 0;
	const rows: Row[] = [{ id: 1, code: 'a', email: null }];
	const directory = directoryOf(rows, async () => {
		reads++;
		if (reads === 1) throw new Error('away');
		return rows;
	});
	const client = newClient();
	const ask = async () => await directory.find(client, 'a', 'code');
	await expect(Promise.all([ask(), ask()])).rejects.toThrow('away');
	expect(reads).toBe(1);
	expect(await Promise.all([ask(), ask(), ask()])).toEqual([rows[0], rows[0], rows[0]]);
	expect(reads).toBe(2);
	await directory.find(newClient(), 'a', 'code');
	expect(reads).toBe(3);
});
