import type { IDataObject } from 'n8n-workflow';

import type { ItemRequest, Operation, Settings } from '../operation';

/** Fields of a simplified row at most, as n8n's guidelines say. */
export const simplifiedFields = 10;

/** What an item puts out, whether n8n shows "Simplify" or, for a tool of an AI, "Output". */
export const kindOfOutput = ({ output, simplify }: Settings) =>
	output ?? (simplify === false ? 'raw' : 'simplified');

/** How an operation's rows become items: simplified, some fields, or as the system sent them. */
export function output(
	{ simplify }: Operation,
	settings: Settings,
	zone: string,
): Pick<ItemRequest, 'shape' | 'simplified'> {
	const kind = kindOfOutput(settings);
	if (!simplify || kind === 'raw') return { simplified: false, shape: (row) => row as IDataObject };
	const whole = (row: unknown) => simplify(row as never, zone, settings);
	// A model may write the names as text.
	const chosen = new Set(
		[settings.fields ?? []].flat().flatMap((names) => String(names).split(/[\s,]+/)),
	);
	chosen.delete('');
	const keep =
		kind === 'selected' && chosen.size > 0
			? (names: string[]) => names.filter((name) => chosen.has(name))
			: (names: string[]) => names.slice(0, simplifiedFields);
	return {
		simplified: true,
		shape: (row) => {
			const full = whole(row);
			const names = Object.keys(full);
			const kept = keep(names);
			if (kept.length === names.length) return full;
			return Object.fromEntries(kept.map((name) => [name, full[name]]));
		},
	};
}
