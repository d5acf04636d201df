import { z } from 'zod';

/** What several resources' contracts share; the calls are in `resources/<resource>/contract.ts`. */

/** A local time for luxon: an offset, a slash or a number is refused by this family of servers (seen). */
export const timeFormat = 'yyyy-MM-dd HH:mm:ss';

/** Such a time, or its beginning, as it may be sent. */
export const serverTime = z.string().regex(/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?$/);
