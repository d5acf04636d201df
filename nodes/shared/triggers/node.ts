import type { INodeProperties, INodeType } from 'n8n-workflow';
import { z } from 'zod';

import type { System } from '../system';
import type { TriggerEvent } from './event';
import { triggerProperties } from './fields';
import { poller } from './poll';

/** What a trigger node consists of besides its name and looks. */
export function triggerParts(
	system: System,
	events: TriggerEvent[],
): { properties: INodeProperties[]; poll: NonNullable<INodeType['poll']>; subtitle: string } {
	const names = JSON.stringify(
		Object.fromEntries(events.map(({ entry }) => [entry.value, entry.name])),
	);
	return {
		properties: triggerProperties(events),
		poll: poller(system, events),
		// What the canvas shows under the node: its events in the words of the editor.
		subtitle: `={{ $parameter["events"].map((one) => (${names})[one]).join(", ") }}`,
	};
}

/** The shape of the items of a trigger: what all its events have, and what only some have. */
export const outputOf = (events: TriggerEvent[]): z.ZodTypeAny =>
	events.reduce(
		(all, { output }) => all.merge(output.partial()),
		z.object({ event: z.string() }) as z.ZodObject<z.ZodRawShape>,
	);
