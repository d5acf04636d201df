import { closeSync, fsyncSync, openSync, unlinkSync, writeSync } from 'node:fs';

import { NoAnswer, refusalOf, rowsOf, type Reply, type Row } from '../client.cts';
import { Open, type Doubt } from '../doubt.cts';
import type { Tenant } from '../tenant.cts';

/**
 * The one doubt that cannot be settled without replacing the token.
 * @param file where the new token goes, made with mode 600; an existing file is never touched
 */
export const reissue = (file: string | undefined): Doubt => ({
	chapter: '6.9',
	name: 'The old token after a reissue',
	text: 'not said',
	node: 'never uses it again',
	needs: 'reissue',
	probe: async (tenant) => {
		if (!file) throw new Open('give --token-file for the new token');
		let handle: number;
		try {
			// Opened before anything is asked for: a token that cannot be stored would be lost.
			handle = openSync(file, 'wx', 0o600);
		} catch (error) {
			throw new Open(`the token file cannot be made (${(error as NodeJS.ErrnoException).code})`);
		}
		let token: string | undefined;
		try {
			token = await newToken(tenant);
			writeSync(handle, token);
			fsyncSync(handle);
		} finally {
			closeSync(handle);
			if (token === undefined) unlinkSync(file);
		}
		return await compare(tenant, token);
	},
});

/** @throws Open when it was refused, or nobody knows the new token */
async function newToken({ client }: Tenant): Promise<string> {
	const lost = (why: string) =>
		new Open(`${why}: the token may have been replaced and the new one lost; issue one on My Page`);
	const reply = await client.call('reissueToken').catch((error: Error) => {
		throw error instanceof NoAnswer ? lost(error.message) : error;
	});
	if (reply.success === false) throw new Open(refusalOf(reply));
	const { token } = (reply.payload ?? {}) as Row;
	if (typeof token !== 'string' || token === '') throw lost('the answer holds no token');
	client.secrets.add(token);
	return token;
}

/** Asks who they are with both tokens. */
async function compare({ client }: Tenant, token: string) {
	const fresh = await client.call('listStaff', { token, sent: { target: token } });
	const old = await client.call('listStaff', { sent: { page: 0 } });
	const works = (reply: Reply) =>
		reply.success === true && rowsOf(reply.payload, 'staffs').length > 0;
	const words = works(old) ? 'still works' : `is dead: ${refusalOf(old)}`;
	const new_ = works(fresh) ? '' : `; the new one does not work: ${refusalOf(fresh)}`;
	return { seen: `the old token ${words}${new_}`, fits: works(fresh) };
}
