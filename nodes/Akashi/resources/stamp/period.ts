import type { DateTime } from 'luxon';

import { asText } from '../../../shared/answers';
import type { AnsweredStamp } from './contract';

/**
 * AKASHI shows whole seconds and may keep fractions, and whether a fraction after the last second of a period
 * still counts is not documented. So a read asks up to the first second after its period, and leaves what is
 * shown as of that second to the read that starts there.
 */

/** A moment as 6.7 and 6.10 take it. */
export const seconds = (at: DateTime) => at.toFormat('yyyyMMddHHmmss');

/** Tells the stamps before the first second after a period; one whose time cannot be read is not left out. */
export function before(to: DateTime): (stamp: AnsweredStamp) => boolean {
	const end = seconds(to);
	return ({ stamped_at }) => {
		const digits = (asText(stamped_at) ?? '').replace(/\D/g, '');
		return digits.length !== end.length || digits < end;
	};
}
