import { stampOperation } from './stamp';

/** The start of today, over an earlier one. */
export const clockIn = stampOperation('clockIn', {
	name: 'Clock In',
	value: 'clockIn',
	action: 'Clock in',
	description:
		'Record the start of work for the user of the credential, or for the user of each item. The server records its own time.',
});
