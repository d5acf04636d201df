import type { Workflow } from '../n8n/instance.cts';
import type { All } from '../servers/all.cts';
import type { Recipe, Sheet } from './recipe.cts';

/** Sheets that change who and where people are: as imported nothing is written, and then it is. */

const writing = (workflow: Workflow): void => {
	for (const { parameters } of workflow.nodes) {
		if (parameters.requestOptions) parameters.requestOptions = {};
	}
};
const twice = (recipe: Recipe, checkOnly: Recipe['check'], written: Recipe['check']): Recipe[] => [
	{ ...recipe, title: 'checks only', check: checkOnly },
	{ ...recipe, title: 'writes', set: writing, check: written },
];

const numbersOf = ({ akashi }: All) => akashi.staff.map(({ staffNum }) => staffNum);

const people = ({ akashi: { staff } }: All): Sheet => {
	const row = (kind: string, code: string, last: string, first: string, more: string[]) => ({
		区分: kind,
		従業員番号: code,
		姓: last,
		名: first,
		メールアドレス: more[0],
		組織: more[1],
		日付: more[2],
	});
	const [, , moved, leaver] = staff;
	return {
		name: 'people.xlsx',
		rows: [
			row('入社', 'N0001', '新人', '花子', ['hanako@example.com', '営業部/営業一課', '2099-04-01']),
			row('入社', moved.staffNum!, '改姓', moved.firstName!, [
				'renamed@example.com',
				'開発部',
				'2020-04-01',
			]),
			row('退社', leaver.staffNum!, leaver.lastName!, leaver.firstName!, ['', '', '2099-03-31']),
			row('退社', 'X9999', '不明', '', ['', '', '2099-03-31']),
			row('異動', staff[5].staffNum!, '名前', '', ['', '', '']),
		],
	};
};

export const joinersAndLeavers = twice(
	{ name: 'joiners-and-leavers', form: (servers) => [people(servers)] },
	({ servers, mails: [mail] }) => {
		const { akashi } = servers;
		expect(akashi.retired.size).toBe(0);
		expect(numbersOf(servers)).not.toContain('N0001');
		expect(akashi.staff[2].email).not.toBe('renamed@example.com');
		const lines = mail.text.split('\n').slice(2);
		const [joiner, moved, leaver, stranger, other] = [
			'N0001',
			...[2, 3].map((place) => akashi.staff[place].staffNum!),
			'X9999',
			akashi.staff[5].staffNum!,
		].map((code) => lines.find((line) => line.includes(` ${code} `)));
		expect([joiner, moved, leaver].map((line) => line?.includes(': true'))).toEqual([
			true,
			true,
			true,
		]);
		expect(stranger).toContain('X9999');
		expect(stranger).not.toContain('true');
		expect(other).toContain('区分が「入社」でも「退社」でもありません。');
		expect(lines).toHaveLength(5);
	},
	({ servers, mails: [mail] }) => {
		const { akashi } = servers;
		const joined = akashi.staff.find(({ staffNum }) => staffNum === 'N0001')!;
		expect([joined.lastName, joined.email, joined.organization!.name]).toEqual([
			'新人',
			'hanako@example.com',
			'営業一課',
		]);
		const moved = akashi.staff.find(({ email }) => email === 'renamed@example.com')!;
		expect([moved.lastName, moved.organization!.name]).toEqual(['改姓', '開発部']);
		expect([...akashi.retired.values()].map(({ date }) => date)).toEqual(['2099/03/31']);
		const lines = mail.text.split('\n').slice(2);
		expect(lines.filter((line) => /: (created|updated|true)/.test(line))).toHaveLength(3);
		expect(lines).toHaveLength(5);
	},
);

const moves = ({ akashi: { staff } }: All): Sheet[] => [
	{
		name: 'organizations.xlsx',
		rows: [
			{ 組織名: '新規事業部', コード: 'D', 上位組織: '企業' },
			{ 組織名: '企画課', コード: 'D-1', 上位組織: '新規事業部' },
		],
	},
	{
		name: 'transfers.xlsx',
		rows: [6, 7].map((place) => ({
			従業員番号: staff[place].staffNum,
			異動日: '2099-04-01',
			雇用区分: '正社員',
			異動先: place === 6 ? '新規事業部' : '営業部',
		})),
	},
];

const organizationNames = ({ akashi }: All) => akashi.organizations.map(({ name }) => name);

export const organizationsAndTransfers = twice(
	{ name: 'organizations-and-transfers', form: moves },
	({ servers, mails: [mail] }) => {
		expect(organizationNames(servers)).not.toContain('新規事業部');
		expect(servers.akashi.transfers).toEqual([]);
		const lines = mail.text.split('\n').slice(2);
		expect(lines.map((line) => /: true/.test(line))).toEqual([true, true, true, true]);
	},
	({ servers, mails: [mail] }) => {
		const { akashi } = servers;
		const [division, section] = akashi.organizations.slice(-2);
		expect([division.name, section.name]).toEqual(['新規事業部', '企画課']);
		expect(section.parentId).toBe(division.organizationId);
		expect(
			akashi.transfers.map((row) => [
				row.staff_id,
				row.organization_change_date,
				row.new_organization_path,
			]),
		).toEqual([
			[akashi.staff[6].staffId, expect.stringMatching(/^2099.04.01/), '新規事業部'],
			[akashi.staff[7].staffId, expect.stringMatching(/^2099.04.01/), '営業部'],
		]);
		const order = akashi.calls.map(({ route }) => route);
		expect(order.indexOf('createOrganizations')).toBeLessThan(order.indexOf('createTransfers'));
		expect(mail.text.split('\n').slice(2)).toHaveLength(4);
	},
);
