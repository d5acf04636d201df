import type { Case } from '../case.cts';

/** Not among the others, which are searched for secrets: its output is one. */
export const tokenCase: Case = {
	name: 'the token',
	node: 'akashi',
	parameters: { resource: 'token', operation: 'reissue' },
	expected: ({ akashi }) => {
		const [token, { expiresAt, staffId }] = [...akashi.tokens].at(-1)!;
		const expires = new Date(expiresAt + 9 * 3_600_000).toISOString().slice(0, 19);
		return [
			{
				staffId,
				token,
				expiresAt: `${expires}+09:00`,
				agencyManagerId: null,
				companyId: akashi.companyId,
			},
		];
	},
	calls: 1,
	undo: ({ akashi }) => {
		const [, latest] = [...akashi.tokens].at(-1)!;
		akashi.tokens.set(akashi.token, latest);
	},
};
