import { Readable } from 'node:stream';

import type { IBinaryData } from 'n8n-workflow';

import { fileFinder, opened } from '../../../nodes/shared/client/files.ts';
import { Problem } from '../../../nodes/shared/errors.ts';
import type { CallContext } from '../../../nodes/shared/system.ts';

/** Files of items, as n8n keeps them: in memory as text, or in its storage under an ID. */

const content = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * 31) % 256));
const contextOf = (binary: Partial<IBinaryData>, stored: Map<string, Buffer>) => {
	const found = (id: string) => stored.get(id) ?? Promise.reject(new Error(`ENOENT /secret/${id}`));
	return {
		getExecuteData: () => ({ data: { main: [[{ json: {}, binary: { data: binary } }]] } }),
		helpers: {
			getBinaryMetadata: async (id: string) => ({ fileSize: (await found(id)).length }),
			getBinaryStream: async (id: string) => Readable.from([await found(id)]),
		},
	} as unknown as CallContext;
};
const read = async (chunks: AsyncIterable<Uint8Array>) => {
	const all: Uint8Array[] = [];
	for await (const chunk of chunks) all.push(chunk);
	return Buffer.concat(all);
};
const stored = new Map([['filesystem-v2:a', content]]);
const inMemory = { data: content.toString('base64'), mimeType: 'text/csv', fileName: 'a.csv' };
const inStorage = { id: 'filesystem-v2:a', data: 'filesystem-v2', mimeType: 'text/csv' };

test.each([
	['in memory', inMemory, 'a.csv'],
	['in storage', { ...inStorage, fileExtension: 'csv' }, 'data.csv'],
])('a file %s is read as often as it is opened', async (_, binary, fileName) => {
	const found = await fileFinder(contextOf(binary, stored))(0, 'data', 'Files');
	expect(found).toMatchObject({ fileName, mimeType: 'text/csv', size: content.length });
	for (let time = 0; time < 2; time++) {
		const [file] = await opened([{ ...found, part: 'files' }]);
		expect((await read(file.content)).equals(content)).toBe(true);
	}
});

test('a file that is gone from the storage is told without its place, and nothing was sent', async () => {
	const gone = fileFinder(contextOf(inStorage, new Map()))(0, 'data', 'Files');
	await expect(gone).rejects.toThrow('The file "data" cannot be read from n8n\'s storage');
	const there = new Map(stored);
	const found = await fileFinder(contextOf(inStorage, there))(0, 'data', 'Files');
	there.clear();
	const error = await opened([{ ...found, part: 'files' }]).catch((one: unknown) => one);
	expect(error).toBeInstanceOf(Problem);
	expect((error as Problem).facts).toMatchObject({ kind: 'input', unsent: true });
	expect(JSON.stringify([error, (error as Problem).message])).not.toContain('secret');
});
