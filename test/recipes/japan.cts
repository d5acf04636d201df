import { DateTime } from 'luxon';

/** Now in Japan. */
export const now = () => DateTime.now().setZone('Asia/Tokyo');

/** The working day that is running in Japan, which began at 5:00. */
export const workingDate = () => now().minus({ hours: 5 }).startOf('day');

/** The day before today's date. */
export const yesterday = () => now().startOf('day').minus({ days: 1 });

/** A day as AKASHI writes it. */
export const slashed = (day: DateTime) => day.toFormat('yyyy/MM/dd');
