import type { IDataObject } from 'n8n-workflow';

import type { All } from '../../servers/all.cts';
import type { Case } from '../case.cts';

/** What the cases of several resources of AKASHI share. */

type Akashi = All['akashi'];
export type Staff = Akashi['staff'][number];

/** AKASHI's local time, which is Japan's, in ISO 8601. */
export const iso = (local: string | null | undefined) =>
	local ? `${local.replace(/\//g, '-').replace(' ', 'T')}+09:00` : null;

/** The ids of some people, by their place in the stand-in's list. */
export const ids = ({ akashi }: All, ...places: number[]) =>
	places.map((place) => akashi.staff[place].staffId);

/** Items that each act as a person: their tokens in two parts, since none may stand in what n8n stores. */
export const tokensOf = ({ akashi }: All, ...places: number[]): IDataObject[] =>
	places.map((place) => {
		const token = akashi.tokenOf(akashi.staff[place].staffId);
		return { half: token.slice(0, 10), rest: token.slice(10) };
	});

/** The parameters that go with these items. */
export const actingAsEach = {
	actAs: 'personToken',
	personToken: '={{ $json.half + $json.rest }}',
};

/** What a row says of a person with "Add Names". */
export const namesOf = ({ akashi }: All, staffId: number): IDataObject => {
	const one = akashi.staff.find((staff) => staff.staffId === staffId)!;
	return {
		staffCode: one.staffNum,
		name: `${one.lastName} ${one.firstName}`,
		organizationName: one.organization!.name,
	};
};

/** Two people with code and e-mail, by their place in the stand-in's list. */
export const two = ({ akashi }: All): Staff[] => [akashi.staff[2], akashi.staff[5]];

/** A person as 6.12 to 6.15 answer them, simplified. */
export const personRow = ({ staffId, staffNum, email }: Staff): IDataObject => ({
	staffId,
	staffCode: staffNum,
	email,
});

export const projectOf = ({ akashi }: All, id: number) =>
	akashi.projects.find(({ project_id }) => project_id === id)!;

/** Changes what the stand-in holds, and puts it back into the state before. */
export function kept(
	change: (akashi: Akashi) => void = () => undefined,
): Required<Pick<Case, 'prepare' | 'undo'>> {
	let put: () => void;
	return {
		prepare: ({ akashi }) => {
			const { staff, organizations, transfers, permissions, reservations, projects } = akashi;
			const lists = { staff, organizations, transfers, permissions, reservations, projects };
			const { details, retired, workingConditions, english, members, manHours } = akashi;
			const { tasks, days } = akashi.comments;
			const people = { details, retired, workingConditions };
			const maps = { ...people, english, members, manHours, tasks, days };
			const before = structuredClone({ lists, maps });
			put = () => {
				for (const name of Object.keys(lists) as Array<keyof typeof lists>) {
					const list: unknown[] = lists[name];
					list.splice(0, list.length, ...before.lists[name]);
				}
				for (const name of Object.keys(maps) as Array<keyof typeof maps>) {
					const map: Map<unknown, unknown> = maps[name];
					map.clear();
					for (const [key, value] of before.maps[name]) map.set(key, value);
				}
			};
			change(akashi);
		},
		undo: () => put(),
	};
}
