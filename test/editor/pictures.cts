/**
 * Builds the workflows of `workflows.cts` in the editor of a real n8n with the mouse, runs them against stand-ins, and
 * keeps each as JSON (docs/workflows) and as a picture (docs/pictures). Imports the recipes, and takes a picture of each
 * (docs/recipes).
 *
 *     npm run pictures                all of them
 *     npm run pictures -- NAME        those whose file's name contains it
 *     npm run pictures -- recipes/    only the recipes
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

import { credentialsOf } from '../credentials.cts';
import { packPackage, startN8n, type N8n, type StoredWorkflow } from '../n8n/instance.cts';
import { recipes } from '../recipes/index.cts';
import { RecipeRunner } from '../recipes/runner.cts';
import { folder, recipeNames } from '../recipes/recipe.cts';
import { startAll } from '../servers/all.cts';
import { Editor } from './editor.cts';
import { byHand } from './workflows.cts';

const docs = join(__dirname, '..', '..', 'docs');
const names = { akashi: 'AKASHI', omflow: 'OMFLOW', amServer: 'am-server' } as const;

/** A workflow without what belongs to this n8n alone. */
const portable = ({ nodes, connections }: StoredWorkflow, name: string) => ({
	name,
	nodes: nodes.map(({ credentials = {}, ...node }) => ({
		...node,
		credentials: Object.fromEntries(
			Object.entries(credentials).map(([type, { name }]) => [type, { id: null, name }]),
		),
	})),
	connections,
});

/** Takes the pictures of the recipes, as they look after credentials and tables are chosen. */
async function takeRecipes(n8n: N8n, editor: Editor, wanted: string): Promise<void> {
	const runner = await RecipeRunner.open(n8n);
	try {
		for (const name of recipeNames.filter((one) => `recipes/${one}`.includes(wanted))) {
			const { id } = await runner.import(recipes.find((one) => one.name === name)!);
			await editor.canvas(id, join(folder, name, 'picture.png'));
			console.log(`docs/recipes/${name}/picture.png`);
		}
	} finally {
		await runner.close();
	}
}

async function main() {
	const wanted = process.argv[2] ?? '';
	for (const folder of ['pictures', 'workflows']) {
		mkdirSync(join(docs, folder), { recursive: true });
	}
	const tarball = await packPackage();
	const servers = await startAll();
	const n8n = await startN8n({ version: '2.41.1', tarball });
	try {
		for (const name of Object.keys(names) as Array<keyof typeof names>) {
			const { type, data } = credentialsOf(servers)[name];
			await n8n.createCredential(type, data, names[name]);
		}
		const editor = await Editor.open(n8n.url);
		for (const one of byHand.filter(({ file }) => file.includes(wanted))) {
			one.prepare?.(servers);
			await editor.newWorkflow();
			await editor.addNode(one.node, one.action);
			try {
				await one.build(editor);
				await editor.execute();
			} finally {
				await editor.picture(join(docs, 'pictures', `${one.file}.png`));
			}
			const text = JSON.stringify(portable(await editor.saved(), one.title));
			const options = await resolveConfig(__filename);
			const json = await format(text, { ...options, parser: 'json' });
			writeFileSync(join(docs, 'workflows', `${one.file}.json`), json);
			console.log(`${one.title}: docs/pictures/${one.file}.png`);
		}
		await takeRecipes(n8n, editor, wanted);
		await editor.close();
	} finally {
		await n8n.stop();
		await servers.close();
	}
	process.exit(0);
}

main().catch((error) => {
	console.error(error);
	process.exit(1);
});
