import { stampOperation } from './stamp';

/** The end of today, over an earlier one. */
export const clockOut = stampOperation('clockOut', {
	name: 'Clock Out',
	value: 'clockOut',
	action: 'Clock out',
	description:
		'Record the end of work for the user of the credential, or for the user of each item. The server records its own time.',
});
