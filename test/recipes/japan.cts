import { DateTime } from 'luxon';

/** Now in Japan. */
export const now = () => DateTime.now().setZone('Asia/Tokyo');

/** Yesterday in Japan. The working day begins at 5:00. */
export const yesterday = () => now().minus({ hours: 5, days: 1 }).startOf('day');

/** A day as AKASHI writes it. */
export const slashed = (day: DateTime) => day.toFormat('yyyy/MM/dd');
