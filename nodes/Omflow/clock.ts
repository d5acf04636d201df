import { DateTime, FixedOffsetZone } from 'luxon';

import { momentOf } from '../shared/dates';
import { Problem } from '../shared/errors';

/** Time zones differ by half hours, with few exceptions; a clock that is not set well does not. */
const step = 30;
const tolerance = 5;
/** The farthest zones from UTC, in minutes. */
const [west, east] = [-12 * 60, 14 * 60];

/**
 * Compares a server's own time, which it tells without an offset, with the time zone in the credential: the default of
 * OMFLOW is Asia/Taipei (seen), and times would be wrong by hours in another one.
 * @param told the server's time as it was when this is called
 * @returns the problem; nothing where they fit, or where the difference is not that of two zones
 */
export function zoneProblem(told: unknown, zone: string): Problem | undefined {
	const shown = momentOf(told, { workflow: zone, system: zone });
	if (!shown) return undefined;
	const now = DateTime.now().setZone(zone);
	const ahead = shown.diff(now).as('minutes');
	const whole = Math.round(ahead / step) * step;
	const offset = now.offset + whole;
	if (whole === 0 || Math.abs(ahead - whole) > tolerance) return undefined;
	if (offset < west || offset > east) return undefined;
	const at = `UTC${FixedOffsetZone.instance(offset).formatOffset(0, 'short')}`;
	return new Problem(
		`The time zone in the credential is not that of the OMFLOW server: its clock shows ${shown.toFormat('HH:mm')}, but it is ${now.toFormat('HH:mm')} in ${zone}`,
		{
			kind: 'refused',
			advice: `Set "Time Zone" in the credential to the server's, which is at ${at}${offset === 480 ? ', such as Asia/Taipei' : ''}. With another one, times would be wrong by hours.`,
		},
	);
}
