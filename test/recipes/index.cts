import { checkBeforeClosing, notClockedIn, overtimeWarning, payrollCsv } from './attendance.cts';
import { missingStamps } from './missingStamps.cts';
import type { Recipe } from './recipe.cts';
import { renewTokens, stampFromChat } from './stampFromChat.cts';

/** Runs of every recipe. */
export const recipes: Recipe[] = [
	...stampFromChat,
	renewTokens,
	notClockedIn,
	missingStamps,
	checkBeforeClosing,
	payrollCsv,
	overtimeWarning,
];
