import { secretsIn } from '../credentials.cts';
import { RecipeRunner } from '../recipes/runner.cts';
import { recipes } from '../recipes/index.cts';
import type { N8nVersion } from './install.cts';
import { packPackage, startN8n, type N8n } from './instance.cts';

/** Runs every recipe of the docs as it is imported, in one version of n8n. */
export function recipeSuite(version: N8nVersion): void {
	describe(`recipes in n8n ${version}`, () => {
		let n8n: N8n;
		let runner: RecipeRunner;
		beforeAll(async () => {
			n8n = await startN8n({ version, tarball: await packPackage() });
		}, 300_000);
		afterAll(async () => await n8n?.stop());
		beforeEach(async () => {
			runner = await RecipeRunner.open(n8n);
		});
		afterEach(async () => await runner.close());

		test.each(
			recipes.map((one) => [[one.name, one.title].filter(Boolean).join(': '), one] as const),
		)('%s', async (_, recipe) => {
			const done = await runner.run(recipe);
			expect(done.run.error).toBeUndefined();
			await recipe.check?.(done);
			const { servers } = runner;
			expect(
				[servers.akashi, servers.omflow, servers.amServer].flatMap((one) => one.violations),
			).toEqual([]);
			expect(
				secretsIn(
					servers,
					[done.posts, done.answer, ...done.mails.map(({ text, html }) => text + html)].join(),
				),
			).toEqual([]);
		});
	});
}
