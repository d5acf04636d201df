import { table, width } from '../table.cts';
import type { Allowed, Finding, Report } from './run.cts';

const one = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** A doubt a line; where a terminal has too few columns for that, a doubt a paragraph. */
function listed(findings: Finding[], columns: number): string {
	const lines = table(
		['No.', 'Doubt', 'Result', 'The text says', 'The node', 'Seen'],
		findings.map(({ chapter, name, result, text, node, seen }) => [
			chapter,
			name,
			result,
			text,
			node,
			seen,
		]),
	);
	if (lines.split('\n').every((line) => width(line) <= columns)) return lines;
	return findings
		.map(({ chapter, name, result, text, node, seen }) =>
			[
				`${chapter.padEnd(5)} ${name}: ${result}`,
				`      The text says  ${text}`,
				`      The node       ${node}`,
				`      Seen           ${seen}`,
			].join('\n'),
		)
		.join('\n\n');
}

/**
 * The findings, and what they come to.
 * @param columns of the terminal; endless where it is a file
 */
export function printed(
	{ findings, left, others, requests }: Report,
	{ write, reissue, tokenFile }: Allowed,
	columns = Infinity,
): string {
	const count = (result: Finding['result']) =>
		findings.filter((finding) => finding.result === result).length;
	const lines = [
		listed(findings, columns),
		'',
		`${one(findings.length, 'doubt')}. As expected: ${count('as expected')}. Differs: ${count('differs')}. Open: ${count('open')}. Requests: ${requests}.`,
	];
	if (count('differs') > 0) {
		lines.push('"differs": the node does not cope with what was seen. Please report these lines.');
	}
	if (reissue && tokenFile) {
		lines.push(
			`If the token was reissued, the new one is in ${tokenFile}: put it into n8n and delete the file.`,
		);
	}
	if (!write) lines.push('Only reads were sent: nothing was changed.');
	else if (left.length === 0) lines.push('Nothing was left behind.');
	else {
		lines.push('!!! LEFT BEHIND: this could not be removed. Delete it in AKASHI:');
		lines.push(...left.map((what) => `!!!   ${what}`));
	}
	if (others.length > 0) {
		lines.push(`Found from another run (still running, or broken off): ${others.join(', ')}`);
	}
	return lines.join('\n');
}
