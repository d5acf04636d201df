import { writeFileSync } from 'node:fs';
import { chromium, selectors, type Browser, type Page } from 'playwright-core';

import { indexedPng } from './indexed.cts';
import { owner, type StoredWorkflow } from '../n8n/instance.cts';

/**
 * n8n's editor in a real browser, used with the mouse as a person uses it. Chromium comes from the system
 * (Debian: `apt-get install chromium fonts-noto-cjk`).
 */

selectors.setTestIdAttribute('data-test-id');

/** The editor's first load takes long on a small machine. */
const longestWait = 60_000;

export class Editor {
	private constructor(
		private readonly url: string,
		private readonly browser: Browser,
		readonly page: Page,
	) {}

	static async open(url: string, viewport = { width: 1440, height: 900 }): Promise<Editor> {
		const browser = await chromium.launch({
			executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
			args: ['--no-sandbox'],
		});
		const page = await browser.newPage({
			viewport,
			locale: 'en-US',
		});
		page.setDefaultTimeout(longestWait);
		const { email, password } = owner;
		await page.request.post(`${url}/rest/login`, {
			data: { emailOrLdapLoginId: email, password },
		});
		return new Editor(url, browser, page);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** An empty workflow with a manual trigger. */
	async newWorkflow(): Promise<void> {
		const { page } = this;
		await page.goto(`${this.url}/workflow/new`);
		await page.getByTestId('canvas-plus-button').click();
		await page.getByText('Trigger manually', { exact: true }).click();
		await page.getByTestId('canvas-trigger-node').waitFor();
	}

	/** Adds a node after the last one by its name and action; its panel is open then. */
	async addNode(name: string, action: string): Promise<void> {
		const { page } = this;
		await page.getByTestId('canvas-handle-plus').last().click();
		await page.getByTestId('node-creator-search-bar').fill(name);
		await page.getByTestId('item-iterator-item').filter({ hasText: name }).first().click();
		await page.getByText(action, { exact: true }).click();
		await page.getByTestId('ndv').waitFor();
	}

	/** Chooses an option of a field. */
	async choose(field: string, option: string): Promise<void> {
		await this.page.getByTestId(`parameter-input-${field}`).click();
		await this.page.getByRole('option', { name: option, exact: true }).click();
	}

	/** Turns a switch on. */
	async turnOn(field: string): Promise<void> {
		await this.page.getByTestId(`parameter-input-${field}`).locator('.el-switch').click();
	}

	/** Searches a picker's list, and takes the first entry. */
	async pick(field: string, search: string): Promise<void> {
		const { page } = this;
		await page.getByTestId(`parameter-input-${field}`).getByTestId('rlc-input').click();
		await page.getByTestId('rlc-search').locator('visible=true').first().waitFor();
		// The search has the focus.
		await page.keyboard.type(search);
		const entry = page.getByTestId('rlc-item').locator('visible=true').filter({ hasText: search });
		await entry.first().click();
	}

	/** Types into a field. */
	async type(field: string, text: string): Promise<void> {
		const input = this.page.getByTestId(`parameter-input-${field}`).locator('input');
		await input.fill(text);
		await input.press('Tab');
	}

	/** Runs the node whose panel is open, until its output is there. */
	async execute(): Promise<void> {
		const { page } = this;
		await page.getByTestId('node-execute-button').click();
		await page
			.getByTestId('output-panel')
			.getByText(/\d+ items?/)
			.first()
			.waitFor();
		// The message of success covers a corner of the picture.
		await page
			.locator('.el-notification__closeBtn')
			.first()
			.click({ timeout: 5_000 })
			.catch(() => undefined);
	}

	/** What the output panel says. */
	async output(): Promise<string> {
		return await this.page.getByTestId('output-panel').innerText();
	}

	async picture(file: string): Promise<void> {
		await this.page.screenshot({ path: file, animations: 'disabled' });
	}

	/** Takes a picture of a whole workflow and nothing else. */
	async canvas(workflowId: string, file: string): Promise<void> {
		const { page, url } = this;
		await page.setViewportSize({ width: 1600, height: 1000 });
		await page.goto(`${url}/workflow/${workflowId}`);
		const nodes = page.locator('.vue-flow__node');
		await nodes.first().waitFor();
		// Dots, controls and messages make a picture large and tell nothing.
		await page.addStyleTag({
			content: `
				.vue-flow__background, .vue-flow__panel, .vue-flow__minimap, .el-notification,
				[class*="bottomButtons"], [data-test-id="canvas-controls"], [data-test-id*="canvas-handle-plus"], .canvas-handle-plus-wrapper,
				[data-test-id="canvas-execute-workflow"], [data-test-id="execute-workflow-button"],
				[class*="executionButtons"], #ask-assistant-button, [data-test-id="ask-assistant-floating-button"]
				{ visibility: hidden !important; }`,
		});
		await page
			.locator('.vue-flow__pane')
			.first()
			.click({ position: { x: 5, y: 5 } });
		await page.keyboard.press('1');
		await page.waitForTimeout(1_500);
		const boxes = await nodes.evaluateAll((all) =>
			all.map((one) => {
				const { left, top, right, bottom } = one.getBoundingClientRect();
				return { left, top, right, bottom };
			}),
		);
		// The name of a node stands below it, and may be wider.
		const [margin, beside, below] = [24, 56, 90];
		const left = Math.max(0, Math.min(...boxes.map((box) => box.left)) - margin);
		const top = Math.max(0, Math.min(...boxes.map((box) => box.top)) - margin);
		const width = Math.max(...boxes.map((box) => box.right)) + beside - left;
		const height = Math.max(...boxes.map((box) => box.bottom)) + below - top;
		const shot = await page.screenshot({
			animations: 'disabled',
			clip: { x: left, y: top, width, height },
		});
		const decoded = await page.evaluate(
			async (base64) => {
				// Of the browser, whose types are not here.
				const { createImageBitmap, OffscreenCanvas } = globalThis as any;
				const image = await createImageBitmap(await (await fetch(base64)).blob());
				const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
				context.drawImage(image, 0, 0);
				const { data } = context.getImageData(0, 0, image.width, image.height);
				// As text, or it would travel as a list of numbers.
				let text = '';
				for (let at = 0; at < data.length; at += 8192) {
					text += String.fromCharCode(...data.subarray(at, at + 8192));
				}
				return { text: btoa(text), width: image.width, height: image.height };
			},
			`data:image/png;base64,${shot.toString('base64')}`,
		);
		const pixels = Buffer.from(decoded.text, 'base64');
		writeFileSync(file, indexedPng(pixels, decoded.width, decoded.height));
	}

	/** The workflow as n8n has saved it. */
	async saved(): Promise<StoredWorkflow> {
		const { page, url } = this;
		await page.getByTestId('ndv-close-button').click();
		await page.keyboard.press('Control+S');
		const [, id] = /\/workflow\/([^/?]+)/.exec(page.url())!;
		// n8n saves by itself, a moment later.
		for (let tries = 0; tries < 30; tries++) {
			const answer = await page.request.get(`${url}/rest/workflows/${id}`);
			if (answer.ok()) {
				const { data } = (await answer.json()) as { data: StoredWorkflow };
				if (data.nodes.length > 1) return data;
			}
			await page.waitForTimeout(500);
		}
		throw new Error('n8n did not save the workflow');
	}
}
