/**
 * The pictures of the README's "first workflow in five steps" (docs/pictures/first-workflow-*.webp), from a real n8n in
 * which the five steps are done with the mouse.
 *
 *     npm run pictures:first
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

import { credentialsOf } from '../credentials.cts';
import { packPackage, startN8n } from '../n8n/instance.cts';
import { startAll } from '../servers/all.cts';
import { Editor } from './editor.cts';

const folder = join(__dirname, '..', '..', 'docs', 'pictures');

/** Small enough for a page with five of them. */
const viewport = { width: 1100, height: 640 };

/** A PNG as WebP, which is half the size. Only a browser is needed for it. */
async function webp(page: Page, png: Buffer): Promise<Buffer> {
	const url = await page.evaluate<string>(`(async () => {
		const image = new Image();
		image.src = 'data:image/png;base64,${png.toString('base64')}';
		await image.decode();
		const canvas = document.createElement('canvas');
		[canvas.width, canvas.height] = [image.width, image.height];
		canvas.getContext('2d').drawImage(image, 0, 0);
		return canvas.toDataURL('image/webp', 0.9);
	})()`);
	return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

async function main() {
	const tarball = await packPackage();
	const servers = await startAll();
	const n8n = await startN8n({ version: '2.41.1', tarball });
	try {
		const { type, data } = credentialsOf(servers).akashi;
		await n8n.createCredential(type, data, 'AKASHI');
		const editor = await Editor.open(n8n.url, viewport);
		const { page } = editor;
		const picture = async (name: string): Promise<void> => {
			const png = await page.screenshot({ animations: 'disabled' });
			writeFileSync(join(folder, `first-workflow-${name}.webp`), await webp(page, png));
			console.log(`docs/pictures/first-workflow-${name}.webp`);
		};

		await page.goto(`${n8n.url}/settings/community-nodes`);
		await page.getByRole('button', { name: 'Install a community node' }).click();
		await page.getByTestId('package-name-input').fill(n8n.packageName);
		await page.getByTestId('user-agreement-checkbox').click();
		await picture('1-install');

		// As a person fills it in. It is not saved: the workflow uses the credential of the stand-in.
		await page.goto(`${n8n.url}/home/credentials`);
		await page.getByTestId('add-resource-credential').click();
		await page.getByTestId('new-credential-type-select').click();
		await page.keyboard.type('AKASHI');
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Continue' }).click();
		await editor.type('companyId', 'example001');
		await editor.type('token', 'only-its-length-is-seen');
		await picture('2-credential');

		await page.goto(`${n8n.url}/workflow/new`);
		await page.getByTestId('canvas-plus-button').click();
		await page.getByText('On a schedule', { exact: true }).click();
		await editor.choose('triggerAtHour', '9am');
		await picture('3-schedule');

		await page.getByTestId('ndv-close-button').click();
		// Wide enough for the rows.
		await page.setViewportSize({ ...viewport, width: 1440 });
		await editor.addNode('AKASHI', 'Find missing stamps');
		// The credential is chosen by itself, a moment after it is shown.
		await page.waitForLoadState('networkidle');
		await page.waitForTimeout(1_000);
		await editor.execute();
		await picture('4-akashi');

		await page.getByTestId('ndv-close-button').click();
		await page.setViewportSize(viewport);
		await page.getByTestId('zoom-to-fit').click();
		await picture('5-publish');
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
