import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

/** A file that a request sends: it is read while it is sent, so that it need not fit into memory. */
export interface SentFile {
	/** Name of the part. */
	part: string;
	fileName: string;
	mimeType: string;
	/** Bytes. */
	size: number;
	/** Reads it from the beginning. @throws when it is not there */
	open: () => Promise<AsyncIterable<Uint8Array>>;
}

/** A file whose reading has begun. */
export type OpenFile = Omit<SentFile, 'open'> & { content: AsyncIterable<Uint8Array> };

/** As browsers write a name in the head of a part. */
const quoted = (name: string) =>
	`"${name.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22')}"`;

const textOf = (value: unknown): string =>
	typeof value === 'string' ? value : JSON.stringify(value ?? '');

/**
 * The body of a request with files (RFC 7578). It can be sent once. Objects and lists are sent as JSON.
 *
 * n8n sends it as it would a `Blob`, piece by piece: axios knows one by its tag (seen on 1.123.81 and 2.41.1), and a
 * stream would need a module that community nodes must not import.
 */
export class Multipart {
	readonly [Symbol.toStringTag] = 'Blob';

	private readonly boundary = `----kintai${randomUUID()}`;

	constructor(
		readonly values: IDataObject,
		private readonly files: OpenFile[],
	) {}

	/** Its media type. */
	get type(): string {
		return `multipart/form-data; boundary=${this.boundary}`;
	}

	/** Bytes: known before it is sent, as some servers demand. */
	get size(): number {
		const heads = this.files.map((file) => this.headOf(file).length + file.size + 2);
		return [this.texts().length, ...heads, this.end().length].reduce((a, b) => a + b, 0);
	}

	/** The same body with further values, such as a sign-in. */
	with(values: IDataObject): Multipart {
		return new Multipart({ ...this.values, ...values }, this.files);
	}

	/** The headers that describe it. */
	headers(): Record<string, string> {
		return { 'Content-Type': this.type, 'Content-Length': String(this.size) };
	}

	/** The body, which is read as it is sent. */
	async *stream(): AsyncGenerator<Uint8Array> {
		yield this.texts();
		for (const file of this.files) {
			yield this.headOf(file);
			let left = file.size;
			for await (const chunk of file.content) {
				left -= chunk.length;
				yield chunk;
			}
			// With another length, the server would wait, or take the next part for the file.
			if (left !== 0) throw new Error('A file has another size than it says');
			yield Buffer.from('\r\n');
		}
		yield this.end();
	}

	private texts(): Buffer {
		return Buffer.from(
			Object.entries(this.values)
				.filter(([, value]) => value !== undefined)
				.map(([name, value]) => `${this.start(name)}\r\n\r\n${textOf(value)}\r\n`)
				.join(''),
		);
	}

	private headOf({ part, fileName, mimeType }: OpenFile): Buffer {
		const type = mimeType.replace(/[\r\n]/g, '');
		return Buffer.from(
			`${this.start(part)}; filename=${quoted(fileName)}\r\nContent-Type: ${type}\r\n\r\n`,
		);
	}

	private start(name: string): string {
		return `--${this.boundary}\r\nContent-Disposition: form-data; name=${quoted(name)}`;
	}

	private end(): Buffer {
		return Buffer.from(`--${this.boundary}--\r\n`);
	}
}
