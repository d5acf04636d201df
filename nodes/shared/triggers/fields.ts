import type { INodeProperties } from 'n8n-workflow';

import { alphabetical } from '../alphabetical';
import { defaultRequestsAtOnce } from '../client/run';
import type { TriggerEvent } from './event';

/** The fields of the watches of some events; one that several have is shown for all of them. */
export function watchFields(events: TriggerEvent[]): INodeProperties[] {
	const fields = new Map<string, { field: INodeProperties; events: string[] }>();
	for (const { entry, watch } of events) {
		for (const field of watch.fields) {
			// Fields of the same name may be shown by the value of another one.
			const id = JSON.stringify([field.name, field.displayOptions]);
			const known = fields.get(id);
			if (known) known.events.push(entry.value);
			else fields.set(id, { field, events: [entry.value] });
		}
	}
	return [...fields.values()].map(
		({ field, events }): INodeProperties => ({
			...field,
			displayOptions: {
				...field.displayOptions,
				show: { ...field.displayOptions?.show, events },
			},
		}),
	);
}

/** The events whose rows belong to a moment and may come late. */
const timed = (events: TriggerEvent[], late: boolean): string[] =>
	events.flatMap(({ entry, watch }) =>
		watch.time && (!late || watch.time.lookBack > 0) ? [entry.value] : [],
	);

const options = (events: TriggerEvent[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Include What Is There Already',
			name: 'includeExisting',
			type: 'boolean',
			default: false,
			description:
				'Whether the first poll returns what is there already. Otherwise it only notes it, and events are what comes after it. Of events with a time, this is what lies within the look-back.',
		},
		{
			displayName: 'Limit per Poll',
			name: 'limitPerPoll',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1000,
			description:
				'Max number of items that one poll returns. The next polls return the others, in their order. Without this option there is no limit.',
		},
		{
			displayName: 'Look Back (Hours)',
			name: 'lookBack',
			type: 'number',
			typeOptions: { minValue: 2, maxValue: 1488 },
			displayOptions: { show: { '/events': timed(events, true) } },
			default: 24,
			description:
				'How many hours every poll reads again, to find what was recorded late. Other events than stamps have an own default. After a pause of n8n, the time since the last poll is added.',
		},
		{
			displayName: 'Since',
			name: 'since',
			type: 'dateTime',
			displayOptions: { show: { '/events': timed(events, false) } },
			default: '',
			description:
				'For events with a time: the first poll returns those since this moment. Used once, when the trigger starts to watch.',
		},
	],
});

/** n8n adds these to declarative nodes only. */
const requestOptions: INodeProperties = {
	displayName: 'Request Options',
	name: 'requestOptions',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Ignore SSL Issues',
			name: 'allowUnauthorizedCerts',
			type: 'boolean',
			default: false,
			description: 'Whether to connect even if SSL certificate validation is not possible',
		},
		{
			displayName: 'Proxy',
			name: 'proxy',
			type: 'string',
			default: '',
			placeholder: 'e.g. http://proxy:3128',
			description: 'HTTP proxy to use',
		},
		{
			displayName: 'Requests at Once',
			name: 'requestsAtOnce',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50 },
			default: defaultRequestsAtOnce,
			description: 'Maximum number of requests to one server at the same time',
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60000,
			description: 'Time in ms to wait for an answer of the server',
		},
	],
};

/** The properties of a trigger node with these events. */
export const triggerProperties = (events: TriggerEvent[]): INodeProperties[] => [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: alphabetical(
			events.map(({ entry }) => entry),
			({ name }) => name,
		),
		default: [],
		description: 'What starts the workflow. Each item says under "event" which one it is.',
	},
	...watchFields(events),
	options(events),
	requestOptions,
];
