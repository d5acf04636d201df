import { sleep } from 'n8n-workflow';

/** Lets others have a turn after every 20 ms of work: many items must not keep n8n from answering its users. */
export function yieldToOthers(): () => Promise<void> {
	let since = Date.now();
	return async () => {
		if (Date.now() - since < 20) return;
		await sleep(0);
		since = Date.now();
	};
}
