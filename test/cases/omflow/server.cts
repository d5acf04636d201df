import { DateTime } from 'luxon';

import type { Case } from '../case.cts';

/** The server's clock stands still, so that its time can be compared. */
function heldClock(): Required<Pick<Case, 'prepare' | 'undo'>> {
	let running: () => number;
	return {
		prepare: ({ omflow: { clock } }) => {
			running = clock.now;
			const at = running();
			clock.now = () => at;
		},
		undo: ({ omflow: { clock } }) => (clock.now = running),
	};
}

export const serverCases: Case[] = [
	{
		...heldClock(),
		name: 'the version, what it offers and its clock',
		node: 'omflow',
		parameters: { resource: 'server', operation: 'getVersion' },
		expected: ({ omflow: { clock } }) => [
			{
				version: '1.2.0.1',
				versionNumber: 1_002_000_001,
				offersUsersByOrganization: true,
				offersLeaveRecords: true,
				serverTime: DateTime.fromMillis(clock.now(), { zone: 'Asia/Tokyo' }).toFormat(
					"yyyy-MM-dd'T'HH:mm:ssZZ",
				),
				timeZone: 'Asia/Tokyo',
				timeZoneFits: true,
			},
		],
		calls: 4,
	},
];
