import type { BinaryHelperFunctions, IBinaryData } from 'n8n-workflow';

import { badInput, Problem } from '../errors';
import type { CallContext } from '../system';
import type { OpenFile, SentFile } from './multipart';

/** Characters of base64 that are decoded at once: a multiple of four. */
const step = 4 * 64 * 1024;

/** Decodes a file that n8n keeps as text, piece by piece. */
async function* decoded(base64: string): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < base64.length; at += step) {
		yield Buffer.from(base64.slice(at, at + step), 'base64');
	}
}

/** The file in n8n's binary data, which is in memory or in n8n's storage. */
async function sourceOf(
	{ getBinaryMetadata, getBinaryStream }: BinaryHelperFunctions,
	{ id, data }: IBinaryData,
): Promise<Pick<SentFile, 'open' | 'size'>> {
	if (!id) return { size: Buffer.byteLength(data, 'base64'), open: async () => decoded(data) };
	const { fileSize } = await getBinaryMetadata(id);
	return { size: fileSize, open: async () => await getBinaryStream(id) };
}

/** Finds a file of an input item by the name of its binary field; `parameter` is the field of the editor that says so. */
export type FileFinder = (
	item: number,
	name: string,
	parameter: string,
) => Promise<Omit<SentFile, 'part'>>;

/** Finds files in the items of a run. What it returns throws a Problem when an item has no such file. */
export const fileFinder =
	(context: CallContext): FileFinder =>
	async (item, name, parameter) => {
		const input =
			'getExecuteData' in context ? context.getExecuteData().data.main?.[0]?.[item] : undefined;
		const binary = input?.binary?.[name];
		if (!binary) {
			const there = Object.keys(input?.binary ?? {});
			const has = there.length > 0 ? `It has: ${there.join(', ')}` : 'It has no files';
			throw badInput(parameter, `names "${name}", but the item has no file of this name. ${has}`);
		}
		const source = await sourceOf(context.helpers as BinaryHelperFunctions, binary).catch(() =>
			Promise.reject(unreadable(name)),
		);
		const { fileName, mimeType, fileExtension } = binary;
		return {
			fileName: fileName || `${name}${fileExtension ? `.${fileExtension}` : ''}`,
			mimeType: mimeType || 'application/octet-stream',
			...source,
		};
	};

/** Begins to read files, before anything is sent. @throws Problem when one is gone */
export const opened = async (files: SentFile[]): Promise<OpenFile[]> =>
	await Promise.all(
		files.map(async ({ open, ...file }) => ({
			...file,
			content: await open().catch(() => Promise.reject(unreadable(file.fileName))),
		})),
	);

const unreadable = (name: string) =>
	new Problem(`The file "${name}" cannot be read from n8n's storage`, {
		kind: 'input',
		unsent: true,
		advice: 'Nothing was sent for this item. Run the step again that gets the file.',
	});
