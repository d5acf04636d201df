import type { DateTime } from 'luxon';

import { asText } from '../../../shared/answers';
import type { AnsweredStamp } from './contract';

/**
 * AKASHI shows whole seconds and may keep fractions. It is not documented whether a fraction after the last second
 * of a period is included. So a read requests up to the first second after its period, and drops the stamps of that
 * second, which belong to the next read.
 */

/** A moment as 6.7 and 6.10 take it. */
export const seconds = (at: DateTime) => at.toFormat('yyyyMMddHHmmss');

/** Selects the stamps before the first second after a period; stamps whose time cannot be read are kept. */
export function before(to: DateTime): (stamp: AnsweredStamp) => boolean {
	const end = seconds(to);
	return ({ stamped_at }) => {
		const digits = (asText(stamped_at) ?? '').replace(/\D/g, '');
		return digits.length !== end.length || digits < end;
	};
}
