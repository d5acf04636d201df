import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Akashi } from '../../nodes/Akashi/Akashi.node.ts';
import { AmServer } from '../../nodes/AmServer/AmServer.node.ts';
import { Omflow } from '../../nodes/Omflow/Omflow.node.ts';

/** What people search for in the editor, and the nodes that they should find. */

const folder = join(__dirname, '..', '..', 'nodes');
const nodes = [
	['AKASHI', 'Akashi', new Akashi()],
	['OMFLOW', 'Omflow', new Omflow()],
	['am-server', 'AmServer', new AmServer()],
] as const;
const aliases = new Map(
	nodes.map(([name, file]) => {
		const text = readFileSync(join(folder, file, `${file}.node.json`), 'utf8');
		return [name as string, (JSON.parse(text) as { alias: string[] }).alias];
	}),
);

/** n8n's search takes letters in order, with others between them; so this finds at least what it finds. */
const holds = (text: string, words: string): boolean => {
	const letters = [...words.toLowerCase()];
	for (const letter of text.toLowerCase()) if (letter === letters[0]) letters.shift();
	return letters.length === 0;
};
const found = (words: string) =>
	nodes
		.filter(([name, , { description }]) =>
			[description.displayName, ...aliases.get(name)!].some((text) => holds(text, words)),
		)
		.map(([name]) => name);

const ofAkashi = ['打刻', '残業', '工数', '従業員', '人事異動', 'マネーフォワード', 'アカシ'];
const alsoOfAkashi = [
	'overtime',
	'time clock',
	'timecard',
	'punch',
	'stamp',
	'clock in',
	'man-hours',
];
const ofOmflow = ['休暇', '有給', '有休', '申請', '代理人', 'ワークフロー'];
const alsoOfOmflow = ['leave', 'vacation', 'paid leave', 'absence', 'ticket', 'pto', 'day off'];
const ofAttendance = ['勤怠', '出勤', '退勤', '勤務時間', 'attendance', 'kintai', 'timesheet'];

test.each<[string, string[]]>([
	...[...ofAkashi, ...alsoOfAkashi].map((words): [string, string[]] => [words, ['AKASHI']]),
	...[...ofOmflow, ...alsoOfOmflow].map((words): [string, string[]] => [words, ['OMFLOW']]),
	...['am server', 'am-server', '出退勤'].map((words): [string, string[]] => [
		words,
		['am-server'],
	]),
	...ofAttendance.map((words): [string, string[]] => [words, ['AKASHI', 'am-server']]),
])('%s finds %j', (words, names) => expect(found(words)).toEqual(names));

test('what only one node is found by, no other has in an alias', () => {
	const own = new Map([
		['AKASHI', [...ofAkashi, ...alsoOfAkashi]],
		['OMFLOW', [...ofOmflow, ...alsoOfOmflow]],
	]);
	for (const [name, list] of aliases) {
		for (const [other, words] of own) {
			const wrong =
				name === other ? [] : words.filter((one) => list.some((text) => holds(text, one)));
			expect([name, other, wrong]).toEqual([name, other, []]);
		}
		expect(new Set(list.map((one) => one.toLowerCase())).size).toBe(list.length);
	}
});
