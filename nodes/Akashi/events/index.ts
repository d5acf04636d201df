import { alertRaised } from './alertRaised';
import { clockInMissing } from './clockInMissing';
import { clockOutMissing } from './clockOutMissing';
import { manHoursChanged } from './manHoursChanged';
import { projectChanged } from './projectChanged';
import { staffAdded } from './staffAdded';
import { staffChanged } from './staffChanged';
import { staffLeft } from './staffLeft';
import { stampCreated } from './stampCreated';
import { taskChanged } from './taskChanged';

/** The events of the trigger, shown A–Z. */
export const events = [
	alertRaised,
	clockInMissing,
	clockOutMissing,
	manHoursChanged,
	projectChanged,
	staffAdded,
	staffChanged,
	staffLeft,
	stampCreated,
	taskChanged,
];
