import type { INodeProperties } from 'n8n-workflow';

import type { Problem } from '../errors';
import type { Operation } from '../operation';

const namesOf = ({ displayName, type, options }: INodeProperties): string[] => [
	displayName,
	...(type === 'collection' ? (options as INodeProperties[]).flatMap(namesOf) : []),
];

/** Names as a list: "A", "B" or "C". */
const listed = (names: string[]) =>
	names
		.map((name) => `"${name}"`)
		.join(', ')
		.replace(/, (?=[^,]*$)/, ' or ');

/** The same problem, whose advice names the operation's fields that the system's words may be about. */
export function namingFields({ fields }: Operation, problem: Problem): Problem {
	const { about, advice } = problem.facts;
	if (!about) return problem;
	const there = new Set(fields.flatMap(namesOf));
	const told = new Set<string>();
	const sentences = about.flatMap(({ word, fields: groups }) => {
		const group = groups.find((names) => names.some((name) => there.has(name))) ?? [];
		const names = group.filter((name) => there.has(name) && !told.has(name));
		for (const name of names) told.add(name);
		return names.length > 0 ? `The message names ${word}: check ${listed(names)}.` : [];
	});
	return problem.with({ advice: [advice, ...sentences].join(' ') });
}
