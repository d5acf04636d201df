import { crc32, deflateSync } from 'node:zlib';

/** Colours of a picture of the editor, which has few; a file with a palette is a third of the size of one without. */
const mostColours = 256;

/** A colour with the bits cut off that nobody sees. */
const coarse = (pixels: Uint8Array, at: number) =>
	(pixels[at] & 0xf8) | ((pixels[at + 1] & 0xf8) << 8) | ((pixels[at + 2] & 0xf8) << 16);

const parts = (colour: number) => [colour & 255, (colour >> 8) & 255, colour >> 16];
const distance = (one: number, other: number) =>
	parts(one).reduce((sum, part, place) => sum + (part - parts(other)[place]) ** 2, 0);

const chunk = (type: string, data: Buffer): Buffer => {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(data.length);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, check]);
};

/**
 * A PNG file with a palette (PNG specification, colour type 3).
 * @param pixels red, green, blue and opacity of each pixel, row by row; the opacity is taken for full
 */
export function indexedPng(pixels: Uint8Array, width: number, height: number): Buffer {
	const counts = new Map<number, number>();
	// What the pixels of a coarse colour really are: those of the first one.
	const real = new Map<number, number>();
	for (let at = 0; at < pixels.length; at += 4) {
		const colour = coarse(pixels, at);
		counts.set(colour, (counts.get(colour) ?? 0) + 1);
		if (!real.has(colour)) {
			real.set(colour, pixels[at] | (pixels[at + 1] << 8) | (pixels[at + 2] << 16));
		}
	}
	const byCount = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!);
	const palette = byCount.slice(0, mostColours);
	const places = new Map(palette.map((colour, place) => [colour, place]));
	for (const colour of byCount.slice(mostColours)) {
		const nearest = palette.reduce((best, one) =>
			distance(one, colour) < distance(best, colour) ? one : best,
		);
		places.set(colour, places.get(nearest)!);
	}

	const rows = Buffer.alloc((width + 1) * height);
	for (let pixel = 0; pixel < width * height; pixel++) {
		// Each row begins with the number of its filter: none.
		rows[pixel + Math.floor(pixel / width) + 1] = places.get(coarse(pixels, pixel * 4))!;
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 3], 8);
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('PLTE', Buffer.from(palette.flatMap((colour) => parts(real.get(colour)!)))),
		chunk('IDAT', deflateSync(rows, { level: 9 })),
		chunk('IEND', Buffer.alloc(0)),
	]);
}
