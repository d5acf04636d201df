import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { oneOf, yesNo } from '../inputs';
import type { Settings } from '../operation';

/** Options of a stamp that look first at what is stamped already. */

/** The option that skips a stamp which is there already, for a system to say when, and whether it is on. */
export const skipField = {
	displayName: 'Skip If Already Stamped',
	name: 'skipIfAlreadyStamped',
	type: 'boolean',
	default: false,
} as const;

/** The option for stamps that do not fit the latest one (`order.ts`). */
export const outOfOrderField = (description: string): INodeProperties => ({
	displayName: 'Stamps Out of Order',
	name: 'outOfOrder',
	type: 'options',
	options: [
		{ name: 'Create', value: 'create', description: 'Create them without looking' },
		{ name: 'Refuse', value: 'refuse', description: 'Create no stamp, and report an error' },
		{ name: 'Skip', value: 'skip', description: 'Create no stamp, and output why' },
	],
	default: 'create',
	description,
});

/** An option of the collection "Options". */
export const optionIn = ({ options }: Settings, name: string): unknown =>
	(options as IDataObject | undefined)?.[name];

/** What the two options say, once `wrongGuard` has found nothing. */
export interface Guard {
	skipsSame: boolean;
	outOfOrder: 'create' | 'refuse' | 'skip';
}

/** @param skips whether a stamp that is there already is skipped unless the option says otherwise */
const read = (settings: Settings, skips: boolean) => ({
	skipsSame: yesNo.safeParse(optionIn(settings, 'skipIfAlreadyStamped') ?? skips),
	outOfOrder: oneOf(['create', 'refuse', 'skip'] as const).safeParse(
		optionIn(settings, 'outOfOrder') ?? 'create',
	),
});

/** The two options; a value that is none counts as the strictest, and `wrongGuard` refuses it. */
export function guardOf(settings: Settings, skips: boolean): Guard {
	const { skipsSame, outOfOrder } = read(settings, skips);
	return { skipsSame: skipsSame.data ?? true, outOfOrder: outOfOrder.data ?? 'refuse' };
}

/** What is wrong with the two options: a parameter and why. */
export function wrongGuard(settings: Settings, skips: boolean): [string, string] | undefined {
	const { skipsSame, outOfOrder } = read(settings, skips);
	if (skipsSame.error) return ['Skip If Already Stamped', skipsSame.error.issues[0].message];
	if (outOfOrder.error) return ['Stamps Out of Order', outOfOrder.error.issues[0].message];
	return undefined;
}
