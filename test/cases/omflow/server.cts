import { DateTime } from 'luxon';

import type { Case } from '../case.cts';

/** For how long the clock may stand still before it looks like that of another time zone, in milliseconds. */
const longest = 20 * 60_000;
let at = 0;

/** The server's clock stands still, at the same moment in all runs, so that its time can be compared. */
function heldClock(): Required<Pick<Case, 'prepare' | 'undo'>> {
	let running: () => number;
	return {
		prepare: ({ omflow: { clock } }) => {
			running = clock.now;
			if (running() - at > longest) at = running();
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
