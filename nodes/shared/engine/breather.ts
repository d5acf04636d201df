import { sleep } from 'n8n-workflow';

/** Yields after every 20 ms of work, so that many items do not block n8n. */
export function yieldToOthers(): () => Promise<void> {
	let since = Date.now();
	return async () => {
		if (Date.now() - since < 20) return;
		await sleep(0);
		since = Date.now();
	};
}
