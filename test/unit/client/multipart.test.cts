import fc from 'fast-check';

import { Multipart } from '../../../nodes/shared/client/multipart.ts';

/** What a form of a request is made of, read again by the platform's own parser. */

async function* piecesOf(content: Uint8Array, size: number) {
	for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
const bodyOf = async (form: Multipart): Promise<Buffer> => {
	const chunks: Buffer[] = [];
	for await (const chunk of form.stream()) chunks.push(Buffer.from(chunk as Buffer));
	return Buffer.concat(chunks);
};

test('any values and files arrive as they are, in the length that is said', async () => {
	const name = fc
		.string({ unit: 'grapheme', minLength: 1 })
		.filter((text) => !/[\r\n"%]/.test(text));
	await fc.assert(
		fc.asyncProperty(
			fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.string({ unit: 'grapheme' })),
			fc.array(fc.record({ fileName: name, content: fc.uint8Array({ maxLength: 5000 }) })),
			fc.integer({ min: 1, max: 900 }),
			async (values, files, size) => {
				const form = new Multipart(
					values,
					files.map(({ fileName, content }) => ({
						part: 'files',
						fileName,
						mimeType: 'text/plain',
						size: content.length,
						content: piecesOf(content, size),
					})),
				).with({ security: 'code' });
				const headers = form.headers();
				const body = await bodyOf(form);
				expect(headers['Content-Length']).toBe(String(body.length));
				const read = await new Response(new Uint8Array(body), { headers }).formData();
				for (const [key, value] of Object.entries({ ...values, security: 'code' })) {
					// The parser of the platform reads a text as it is sent.
					expect(read.get(key)).toBe(value);
				}
				const came = read.getAll('files') as File[];
				expect(came.map((file) => file.name)).toEqual(files.map(({ fileName }) => fileName));
				for (const [index, file] of came.entries()) {
					const content = Buffer.from(await file.arrayBuffer());
					expect(content.equals(files[index].content)).toBe(true);
				}
			},
		),
		{ numRuns: 60 },
	);
});

test('a name cannot begin a header or a part of its own', async () => {
	const form = new Multipart({}, [
		{
			...{ part: 'files', size: 0, content: piecesOf(new Uint8Array(), 1) },
			fileName: 'a"; name="security"\r\nX: y',
			mimeType: 'text/plain\r\nX: y',
		},
	]);
	const text = (await bodyOf(form)).toString();
	expect(text).toContain('filename="a%22; name=%22security%22%0D%0AX: y"');
	expect(text).not.toMatch(/^X:/m);
});

test.each([4, 6])(
	'a file of another size than it says (5, not %d) is not sent as if it were whole',
	async (size) => {
		const file = { part: 'files', fileName: 'a', mimeType: 'text/plain', size };
		const form = new Multipart({}, [{ ...file, content: piecesOf(new Uint8Array(5), 2) }]);
		await expect(bodyOf(form)).rejects.toThrow(/another size/);
	},
);
