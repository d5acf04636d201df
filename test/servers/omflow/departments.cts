/** Departments, which the calls of users name organizations, after the handbook's page 5-07. */

/** A row of the table. */
export interface OmflowGroup {
	id: number;
	group_no: string;
	display_name: string;
	parent_group_id: number | null;
	description: string;
}

/** What may differ between versions in the list of departments. */
export interface GroupOptions {
	/**
	 * What the list minds of `start` and `limit`: nothing (seen on 1.1.0.0) unless told, one of them, both as the user
	 * list does, or both with `limit` as a number of rows.
	 */
	groupsMind?: 'nothing' | 'start' | 'limit' | 'slice' | 'count';
	/**
	 * The rows: with codes (handbook) unless told, or as the source of 1.1.0.0 has them, where codes and names in
	 * the body do not count, either.
	 */
	groupRows?: 'document' | 'source';
}

const tree: Array<[name: string, parent: number | null]> = [
	['みなと商事', null],
	['総務部', 1],
	['営業部', 1],
	['営業部 第一課', 3],
	['開発部', 1],
];

export const makeGroups = (): OmflowGroup[] =>
	tree.map(([display_name, parent_group_id], index) => ({
		id: index + 1,
		group_no: String(1000 + 10 * index),
		display_name,
		parent_group_id,
		description: '',
	}));

/** A row as the source of 1.1.0.0 answers it. */
const bySource = ({ group_no: _, parent_group_id, ...row }: OmflowGroup) => ({
	...row,
	group_uuid: String(row.id).padStart(32, '0'),
	parent_group: parent_group_id,
});

type Body = Record<string, unknown>;

/**
 * group/list.
 * @param chosen the departments that a body names
 */
export function listGroups(
	groups: OmflowGroup[],
	body: Body,
	{ groupsMind = 'nothing', groupRows }: GroupOptions,
	chosen: (body: Body) => OmflowGroup[],
): object[] {
	if (groupRows === 'source') return groups.map(bySource);
	const named = ['org_no', 'org_name'].some(
		(name) => [body[name]].flat().length > 0 && name in body,
	);
	const rows = named ? chosen(body) : groups;
	const { start = 0, limit = 100 } = body as { start?: number; limit?: number };
	const cuts = { nothing: [0], start: [start], limit: [0, limit], slice: [start, limit] };
	return groupsMind === 'count'
		? rows.slice(start, start + limit)
		: rows.slice(...cuts[groupsMind]);
}
