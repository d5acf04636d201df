import { leaveBegins } from './leaveBegins';
import { leaveCancelled } from './leaveCancelled';
import { leaveChanged } from './leaveChanged';
import { leaveCreated } from './leaveCreated';
import { leaveEnds } from './leaveEnds';
import { missionAdded } from './missionAdded';
import { ticketClosed } from './ticketClosed';
import { ticketCreated } from './ticketCreated';
import { ticketMoved } from './ticketMoved';
import { userAdded } from './userAdded';
import { userChanged } from './userChanged';
import { userDisabled } from './userDisabled';

/** The events of the trigger, shown A–Z. */
export const events = [
	leaveBegins,
	leaveCancelled,
	leaveChanged,
	leaveCreated,
	leaveEnds,
	missionAdded,
	ticketClosed,
	ticketCreated,
	ticketMoved,
	userAdded,
	userChanged,
	userDisabled,
];
