import type { z } from 'zod';

import { asId, asNumber, asText, type Loose } from '../../../shared/answers';
import type { department } from './contract';

export type AnsweredDepartment = Loose<z.infer<typeof department>>;

/** A department with its place in the tree. */
export type Placed = AnsweredDepartment & {
	/** All departments from the top down to this one. */
	line: AnsweredDepartment[];
};

/** The ID of the department above; null at the top. */
const above = ({ parent_group_id, parent_group }: AnsweredDepartment): number | null =>
	asNumber(parent_group_id ?? parent_group);

/**
 * The tree as a list: each department is followed by those below it, in the server's order. A department whose parent
 * is not in the list, since the server does not show it or since the parents form a circle, stands at the top.
 */
export function flattened(rows: AnsweredDepartment[]): Placed[] {
	const ids = new Set(rows.map(({ id }) => asId(id)));
	const below = new Map<number | null, AnsweredDepartment[]>();
	for (const row of rows) {
		const parent = above(row);
		const name = parent !== null && ids.has(parent) ? parent : null;
		below.set(name, [...(below.get(name) ?? []), row]);
	}
	const placed = new Map<AnsweredDepartment, Placed>();
	const place = (start: AnsweredDepartment[]): void => {
		// A stack, since a chain of departments may be long.
		const open = start.map((row) => ({ row, line: [row] })).reverse();
		for (let one = open.pop(); one; one = open.pop()) {
			const { row, line } = one;
			if (placed.has(row)) continue;
			placed.set(row, { ...row, line });
			const children = (below.get(asId(row.id)) ?? []).map((child) => ({
				row: child,
				line: [...line, child],
			}));
			open.push(...children.reverse());
		}
	};
	place(below.get(null) ?? []);
	// Only circles are left.
	for (const row of rows) place([row]);
	return [...placed.values()];
}

/** The names of a line of departments, as a path. */
export const pathOf = (line: AnsweredDepartment[]): string =>
	line.map(({ id, display_name }) => asText(display_name) ?? String(id)).join(' / ');
