import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/**
 * Lays the package down a second time under another name, with its nodes changed. All else is the first one's.
 * @param modules folder of the installed packages
 * @param suffix what the twin's name ends with
 * @param source the source of a node's file, by the name of its class and the path of the first one's file
 */
export async function layTwin(
	modules: string,
	suffix: string,
	source: (name: string, first: string) => string,
): Promise<void> {
	const first = join(modules, 'n8n-nodes-kintai');
	const folder = first + suffix;
	await cp(first, folder, { recursive: true });
	const edit = async (path: string, change: (manifest: any) => void) => {
		const manifest = JSON.parse(await readFile(path, 'utf8'));
		change(manifest);
		await writeFile(path, JSON.stringify(manifest));
		return manifest;
	};
	const { version, n8n } = await edit(join(folder, 'package.json'), (manifest) => {
		manifest.name += suffix;
		manifest.n8n.credentials = [];
	});
	for (const file of n8n.nodes as string[]) {
		const [name] = basename(file).split('.');
		await writeFile(join(folder, file), source(name, join(first, file)));
	}
	await edit(join(modules, '..', 'package.json'), ({ dependencies }) => {
		dependencies[`n8n-nodes-kintai${suffix}`] = version;
	});
}
