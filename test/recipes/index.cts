import { checkBeforeClosing, notClockedIn, overtimeWarning, payrollCsv } from './attendance.cts';
import { manHoursFromCalendar, manHoursOfProject } from './manHours.cts';
import { joinersAndLeavers, organizationsAndTransfers } from './masters.cts';
import { missingStamps, nobodyOnLeave } from './missingStamps.cts';
import {
	amServerMonth,
	amServerStamp,
	assistant,
	leaveByForm,
	leaveTicket,
	oneView,
	oneViewWithoutLeave,
} from './others.cts';
import type { Recipe } from './recipe.cts';
import { renewTokens, stampFromChat } from './stampFromChat.cts';

/** Runs of every recipe. */
export const recipes: Recipe[] = [
	...stampFromChat,
	renewTokens,
	notClockedIn,
	missingStamps,
	nobodyOnLeave,
	checkBeforeClosing,
	payrollCsv,
	overtimeWarning,
	...joinersAndLeavers,
	...organizationsAndTransfers,
	manHoursFromCalendar,
	manHoursOfProject,
	leaveByForm,
	leaveTicket,
	...amServerStamp,
	amServerMonth,
	oneView,
	oneViewWithoutLeave,
	assistant,
];
