import type { z } from 'zod';

import { asId, asNumber, asText, type Loose } from '../../../shared/answers';
import type { department } from './contract';

export type AnsweredDepartment = Loose<z.infer<typeof department>>;

/** A department with its place in the tree. */
export type Placed = AnsweredDepartment & { place: Place };

interface Place {
	/** The names from the top down to this one. */
	path: string;
	/** 1 at the top. */
	depth: number;
	/** The department above. */
	parent?: AnsweredDepartment;
}

/** The ID of the department above; null at the top. */
const above = ({ parent_group_id, parent_group }: AnsweredDepartment): number | null =>
	asNumber(parent_group_id ?? parent_group);

/** The place of a department: at the top, or below another one. */
function placeOf(row: AnsweredDepartment, parent?: AnsweredDepartment, its?: Place): Place {
	const name = asText(row.display_name) ?? String(row.id);
	return { path: its ? `${its.path} / ${name}` : name, depth: (its?.depth ?? 0) + 1, parent };
}

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
		const others = below.get(name);
		if (others) others.push(row);
		else below.set(name, [row]);
	}
	const placed = new Map<AnsweredDepartment, Placed>();
	const place = (top: AnsweredDepartment[]): void => {
		// A stack, since a chain of departments may be long.
		const open = top.map((row) => ({ row, place: placeOf(row) })).reverse();
		for (let one = open.pop(); one; one = open.pop()) {
			const { row, place } = one;
			if (placed.has(row)) continue;
			placed.set(row, { ...row, place });
			const children = below.get(asId(row.id)) ?? [];
			const next = children.map((child) => ({ row: child, place: placeOf(child, row, place) }));
			open.push(...next.reverse());
		}
	};
	place(below.get(null) ?? []);
	// Only circles are left.
	for (const row of rows) place([row]);
	return [...placed.values()];
}
