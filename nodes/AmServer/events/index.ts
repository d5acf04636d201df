import { attendanceCorrected } from './attendanceCorrected';
import { clockedIn } from './clockedIn';
import { clockedOut } from './clockedOut';
import { userAdded } from './userAdded';

/** The events of the trigger, shown A–Z. */
export const events = [attendanceCorrected, clockedIn, clockedOut, userAdded];
