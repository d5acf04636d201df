import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** That the pages of the documentation lead where they say, and that their commands are those that were tried. */

const repository = join(__dirname, '..', '..');
const pages = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z', '*.md'], {
	cwd: repository,
	encoding: 'utf8',
})
	.split('\0')
	.filter((page) => page && existsSync(join(repository, page)));
const textOf = (page: string) => readFileSync(join(repository, page), 'utf8');

/** A page without its code, in which `[]()` is something else. */
const prose = (page: string) =>
	textOf(page)
		.replace(/^```.*?^```/gms, '')
		.replace(/`[^`\n]*`/g, '');

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): Set<string> {
	const found = new Map<string, number>();
	const headings = textOf(page)
		.replace(/^```.*?^```/gms, '')
		.matchAll(/^#{1,6} (.*)$/gm);
	return new Set(
		[...headings].map(([, heading]) => {
			const slug = heading
				.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
				.toLowerCase()
				.replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
				.replace(/ /g, '-');
			const before = found.get(slug) ?? 0;
			found.set(slug, before + 1);
			return before ? `${slug}-${before}` : slug;
		}),
	);
}

/** Where the repository stands. The README is read on npm as well, so its links name all of it. */
const home =
	/^https:\/\/(?:github\.com\/n8n-nodes-kintai\/n8n-nodes-kintai\/(?:blob|tree|raw)\/main\/|raw\.githubusercontent\.com\/n8n-nodes-kintai\/n8n-nodes-kintai\/main\/)/;

/** What is wrong with a link of a page; nothing if it leads elsewhere, which is not looked at. */
function wrongWith(page: string, link: string): string | undefined {
	const own = home.test(link);
	if (!own && /^[a-z]+:/.test(link)) return undefined;
	const [path, anchor] = link.replace(home, '').split('#');
	const target = path ? normalize(join(own ? '' : dirname(page), decodeURIComponent(path))) : page;
	if (!existsSync(join(repository, target))) return `${target} is not there`;
	if (anchor === undefined) return undefined;
	if (!target.endsWith('.md')) return `${target} has no anchors`;
	return anchorsOf(target).has(decodeURIComponent(anchor))
		? undefined
		: `${target} has no #${anchor}`;
}

test.each(pages)('the links and pictures of %s lead somewhere', (page) => {
	const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)|(?:href|src)="([^"]+)"/g)];
	const wrong = links
		.map(([, one, other]) => [one ?? other, wrongWith(page, one ?? other)])
		.filter(([, what]) => what);
	expect(wrong).toEqual([]);
});

test('links from the code to the documentation lead somewhere', () => {
	const files = execFileSync(
		'git',
		['ls-files', '-z', 'credentials', 'nodes', 'package.json', '.github'],
		{
			cwd: repository,
			encoding: 'utf8',
		},
	);
	const links = files
		.split('\0')
		.filter((file) => /\.(ts|json|yml)$/.test(file))
		.flatMap((file) => [
			...textOf(file).matchAll(/https:\/\/github\.com\/n8n-nodes-kintai\/[^\s'"]*/g),
		])
		.map(([link]) => link);
	expect(links.length).toBeGreaterThan(5);
	for (const link of links) {
		// The front page shows the README.
		const [, anchor] =
			/^https:\/\/github\.com\/n8n-nodes-kintai\/n8n-nodes-kintai#(.+)$/.exec(link) ?? [];
		if (anchor) expect([link, anchorsOf('README.md').has(anchor)]).toEqual([link, true]);
		else expect([link, wrongWith('README.md', link)]).toEqual([link, undefined]);
	}
});

test('the README, which npm shows, has no relative links', () => {
	const links = [...prose('README.md').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
	expect(links.filter((link) => !/^(https:|#)/.test(link))).toEqual([]);
});

test('pictures are small enough for a page that opens at once', () => {
	const pictures = execFileSync(
		'git',
		['ls-files', '-co', '--exclude-standard', '-z', 'docs/*.png', 'docs/*.svg'],
		{
			cwd: repository,
			encoding: 'utf8',
		},
	);
	for (const file of pictures.split('\0').filter(Boolean)) {
		const size = statSync(join(repository, file)).size;
		expect([file, size <= (file.includes('first-workflow') ? 60 : 150) * 1024]).toEqual([
			file,
			true,
		]);
	}
});

/** The code's texts, as they are shown. */
const texts = ['nodes', 'credentials']
	.flatMap((folder) =>
		readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.map((name) => textOf(join(folder, name))),
	)
	.join('\n')
	.replace(/\\(['"])/g, '$1');

test.each(['docs/troubleshooting.md', 'docs/ja/troubleshooting.md'])(
	'the messages that %s explains are those of the code',
	(page) => {
		const cells = [...textOf(page).matchAll(/^\| ([^|]*[A-Za-z][^|]*) \|/gm)].map(([, cell]) =>
			cell.trim(),
		);
		const messages = cells.filter(
			(cell) => cell !== 'message' && !cell.startsWith('Node does not'),
		);
		expect(messages.length).toBeGreaterThan(20);
		// Names and numbers stand between the parts, as "…" here.
		const parts = messages
			.flatMap((message) => message.split(/…|, | \(/))
			.map((part) => part.trim());
		expect(parts.filter((part) => part.length > 12 && !texts.includes(part))).toEqual([]);
	},
);

/** What CI runs, as the commands behind its one script. */
const ci = (() => {
	const { scripts } = JSON.parse(textOf('package.json'));
	const expand = (text: string): string =>
		text.replace(/npm (?:run (?:-s )?)?([\w:]+)/g, (whole, name) =>
			scripts[name] ? `${whole} (${expand(scripts[name])})` : whole,
		);
	return expand(textOf('.ci/run'));
})();

/** The commands of the documentation: whether CI runs them, or why not. */
const commands: Record<string, 'CI' | string> = {
	'npm ci && npm run demo': 'CI',
	'npm ci && npm test': 'CI',
	'npm run test:sweep': 'CI',
	'npm run test:queue': 'CI',
	'npm run test:all': 'npm test and npm run test:rest, each in CI',
	'npm run demo -- --open': 'runs until Ctrl-C; without --open it is in CI',
	...Object.fromEntries(
		['', ' -- --json FILE', ' -- --picture FILE', ' -- --only TEXT'].map((options) => [
			`npm run bench${options}`,
			'takes long, and its figures are those of one machine',
		]),
	),
	'npm run dev': 'runs until Ctrl-C',
	'npm run release': 'makes a release',
	'npm run surface': 'renews a file on purpose; the test of it is in CI',
	'npm run pictures': 'needs Chromium',
	'read -rs KINTAI_AKASHI_TOKEN && export KINTAI_AKASHI_TOKEN': 'asks for a token',
	'npm run verify:akashi -- --endpoint https://atnd.ak4.jp/api/cooperation --company your-company':
		'needs a tenant of AKASHI; CI runs it against the stand-in (test/verify)',
	'npm init -y && npm install --ignore-scripts n8n-nodes-kintai && npm audit signatures':
		'needs a published version',
};

/** The lines of a page's shell blocks. */
const commandsOf = (page: string) =>
	[...textOf(page).matchAll(/^```(?:sh|bash|shell)\n(.*?)^```/gms)].flatMap(([, block]) =>
		block
			.split('\n')
			.map((line) => line.replace(/(^|\s+)#.*$/, ''))
			.filter(Boolean),
	);

test('every command of the documentation is run by CI, or known not to be', () => {
	for (const page of pages) {
		for (const command of commandsOf(page)) {
			expect([page, command, command in commands]).toEqual([page, command, true]);
		}
	}
});

test('what is said to be run by CI is', () => {
	for (const [command, how] of Object.entries(commands)) {
		if (how !== 'CI') continue;
		for (const part of command.split(' && ')) expect(ci).toContain(part);
	}
});

test('the README has the command that tests, and the one that shows', () => {
	expect(commandsOf('README.md')).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
});

test('scripts that pages name are there', () => {
	const { scripts } = JSON.parse(textOf('package.json'));
	for (const page of pages) {
		for (const [, name] of textOf(page).matchAll(/npm run ([\w:]+)/g)) {
			expect([page, name, name in scripts]).toEqual([page, name, true]);
		}
	}
});

/** The actions that the workflows use, with a major version that exists. */
const actions = [
	'actions/cache@v5',
	'actions/checkout@v6',
	'actions/setup-node@v6',
	'github/codeql-action/analyze@v4',
	'github/codeql-action/init@v4',
];

test('the workflows use known actions and say what they may do', () => {
	for (const name of ['ci', 'publish', 'codeql']) {
		const workflow = textOf(`.github/workflows/${name}.yml`);
		const used = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
		expect(used.length).toBeGreaterThan(1);
		for (const action of used) {
			if (action.startsWith('./')) expect(existsSync(join(repository, action))).toBe(true);
			else expect(actions).toContain(action);
		}
		expect(workflow).toMatch(/^permissions:\n {2}contents: read$/m);
	}
});

test('the operation that CONTRIBUTING.md shows is the one of the code', () => {
	const [, shown] = /^```ts\n(.*?)^```/ms.exec(textOf('CONTRIBUTING.md'))!;
	const code = textOf('nodes/Akashi/resources/alert/getAll.ts');
	expect(code.endsWith(`\n\n${shown}`)).toBe(true);
});

test('the changelog tells of this version', () => {
	const { version } = JSON.parse(textOf('package.json'));
	expect(textOf('CHANGELOG.md')).toContain(`\n## ${version}`);
});
