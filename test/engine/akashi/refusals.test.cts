import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import { resources } from '../../../nodes/Akashi/Akashi.node.ts';
import { fieldsNamedBy, judge } from '../../../nodes/Akashi/answers.ts';
import { picked } from '../../cases/case.cts';
import { credentialsOf } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import { runNode, stored } from '../engine.cts';

/** A refusal names the field of the editor that AKASHI's words are about, if the operation has it. */

let servers: All;
beforeAll(async () => {
	servers = await startAll();
});
afterAll(async () => await servers.close());

const advise = async (parameters: INodeParameters, message: string, routing = false) => {
	const { type, data } = credentialsOf(servers).akashi;
	servers.akashi.reset();
	servers.akashi.fault({
		kind: 'body',
		body: { success: false, errors: [{ code: 'ERR302102', message }] } as IDataObject,
		times: 9,
	});
	const done = await runNode({
		node: 'akashi',
		credential: stored(type, { ...data }),
		parameters,
		routing,
	});
	expect(done.error?.message).toContain(message);
	return String(done.error?.description);
};

const transfer: INodeParameters = {
	resource: 'transfer',
	operation: 'create',
	staffId: picked('code', 'E00003') as never,
	transferDate: '2099-04-01',
	employmentCategory: '正社員',
	newOrganization: picked('path', '営業部') as never,
};
const permission: INodeParameters = {
	resource: 'permission',
	operation: 'assign',
	staffId: picked('code', 'E00003') as never,
	permissionName: '一般管理者',
	managedOrganization: picked('path', '営業部') as never,
};
const manHour: INodeParameters = {
	resource: 'manHour',
	operation: 'upsert',
	staffId: picked('id', '1002') as never,
	date: '2026-03-01',
	projectId: picked('id', '7001') as never,
	taskId: picked('id', '8001') as never,
	minutes: 60,
};
const stamp: INodeParameters = { resource: 'stamp', operation: 'create', type: 11 };

test.each<[string, INodeParameters, string[]]>([
	[
		'指定の雇用区分を確認できません',
		transfer,
		['The message names 雇用区分: check "Employment Category".'],
	],
	[
		'指定の組織を確認できません',
		transfer,
		[
			'The message names 組織: check "New Organization", "Sub-Organization Codes" or "Sub-Organization Paths".',
		],
	],
	// From the examples of 6.13 and 6.15.
	[
		'指定された従業員が見つかりません。(従業員番号: (空白), メールアドレス: s002@example.com)',
		transfer,
		['The message names 従業員番号: check "Staff Member".'],
	],
	[
		'管理権限「aaaaa」は登録されていません。',
		permission,
		['The message names 管理権限: check "Permission Name".'],
	],
	[
		'従業員、プロジェクトまたはタスクが見つかりません',
		manHour,
		['プロジェクト: check "Project".', 'タスク: check "Task".', '従業員: check "Staff Member".'],
	],
	['日付が正しくありません', manHour, ['The message names 日付: check "Date".']],
	['異動日が正しくありません', transfer, ['The message names 異動日: check "Transfer Date".']],
	['打刻種別が正しくありません', stamp, ['The message names 打刻: check "Type".']],
])('%s', async (message, parameters, sentences) => {
	for (const routing of [false, true]) {
		const advice = await advise(parameters, message, routing);
		for (const one of sentences) expect(advice).toContain(one);
		expect(advice.match(/check "/g)).toHaveLength(sentences.length);
		expect(advice).not.toMatch(/does not have permission/);
	}
});

test.each([
	['what the operation does not have', stamp, '雇用区分が見つかりません'],
	['what nobody knows', transfer, 'パラメータが正しくありません'],
	['what is another record', transfer, '他の従業員と重複しています'],
])('%s is not named', async (_, parameters, message) => {
	expect(await advise(parameters, message)).not.toMatch(/check "/);
});

test('a missing permission of the sender is still told from the permission that is given', async () => {
	expect(await advise(permission, 'この操作を行う権限がありません')).toMatch(
		/does not have permission for this/,
	);
});

test('every field that advice can name is there', () => {
	const named = (field: INodeProperties): string[] => [
		field.displayName,
		...(field.type === 'collection' ? (field.options as INodeProperties[]).flatMap(named) : []),
	];
	const there = new Set(
		resources.flatMap(({ operations }) =>
			operations.flatMap(({ fields }) => fields.flatMap(named)),
		),
	);
	const all = fieldsNamedBy.flatMap(([, ...groups]) => groups.flat());
	expect(all.filter((name) => !there.has(name))).toEqual([]);
});

test('words are named once, the longest first', () => {
	for (const [word] of fieldsNamedBy) {
		const body = { success: false, errors: [{ code: 'E1', message: `${word}が違います` }] };
		const verdict = judge({ status: 200, body }, (text) => text);
		const about = 'problem' in verdict ? verdict.problem?.facts.about : undefined;
		expect(about?.map((one) => one.word)).toEqual([word]);
	}
});
