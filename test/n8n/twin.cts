import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Lays the package down a second time under another name, with one of its files changed. Its credential
 * types stay with the first.
 * @param modules folder of the installed packages
 * @param suffix what the twin's name ends with
 * @param file path under the package's dist/nodes
 * @param change the file's new text; it has to differ
 */
export async function layTwin(
	modules: string,
	suffix: string,
	file: string,
	change: (source: string) => string,
): Promise<void> {
	const folder = join(modules, `n8n-nodes-kintai${suffix}`);
	await cp(join(modules, 'n8n-nodes-kintai'), folder, { recursive: true });
	const edit = async (path: string, to: (text: string) => string) =>
		await writeFile(path, to(await readFile(path, 'utf8')));
	let version = '';
	await edit(join(folder, 'package.json'), (text) => {
		const manifest = JSON.parse(text);
		version = manifest.version;
		manifest.name += suffix;
		manifest.n8n.credentials = [];
		return JSON.stringify(manifest);
	});
	await edit(join(folder, 'dist/nodes', file), (source) => {
		const changed = change(source);
		if (changed === source) throw new Error(`Found nothing to change in ${file}`);
		return changed;
	});
	await edit(join(modules, '..', 'package.json'), (text) => {
		const list = JSON.parse(text);
		list.dependencies[`n8n-nodes-kintai${suffix}`] = version;
		return JSON.stringify(list);
	});
}
