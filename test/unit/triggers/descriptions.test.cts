import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { AkashiTrigger } from '../../../nodes/Akashi/AkashiTrigger.node.ts';
import { events as akashi } from '../../../nodes/Akashi/events/index.ts';
import { AmServerTrigger } from '../../../nodes/AmServer/AmServerTrigger.node.ts';
import { events as amServer } from '../../../nodes/AmServer/events/index.ts';
import { OmflowTrigger } from '../../../nodes/Omflow/OmflowTrigger.node.ts';
import { events as omflow } from '../../../nodes/Omflow/events/index.ts';

/** What the editor shows of the triggers, and what workflows save of them. */

const triggers = [
	['AKASHI', new AkashiTrigger(), akashi],
	['OMFLOW', new OmflowTrigger(), omflow],
	['am-server', new AmServerTrigger(), amServer],
] as const;

/** A field and the entries of its collections. */
const nested = (field: INodeProperties): INodeProperties[] => [
	field,
	...(field.type === 'collection' ? (field.options as INodeProperties[]).flatMap(nested) : []),
];

describe.each(triggers)('the trigger of %s', (name, { description }, events) => {
	test('is a polling trigger by the rules of n8n', () => {
		expect(description.name).toMatch(/^[a-z][A-Za-z]*Trigger$/);
		expect(description.displayName).toBe(`${name} Trigger`);
		expect(description).toMatchObject({ polling: true, inputs: [], group: ['trigger'] });
		expect(description.usableAsTool).toBeUndefined();
	});

	test('sorts its events and its options', () => {
		const [chooser] = description.properties;
		expect(chooser).toMatchObject({ name: 'events', type: 'multiOptions' });
		for (const { type, options } of description.properties.flatMap(nested)) {
			if (!options || !['collection', 'multiOptions'].includes(type)) continue;
			const names = options.map((one) =>
				'displayName' in one ? one.displayName : (one as INodePropertyOptions).name,
			);
			expect(names).toEqual([...names].sort((one, other) => (one < other ? -1 : 1)));
		}
	});

	test('describes every event and every field', () => {
		for (const { entry } of events) {
			expect(entry.name).toMatch(/^[A-Z]/);
			expect(entry.description).toMatch(/^When .*[^.]$/);
		}
		for (const field of description.properties.flatMap(nested)) {
			if (field.type !== 'collection') expect(field.description).toBeTruthy();
		}
	});

	test('has one field for one name, shown for the events that read it', () => {
		for (const { watch, entry } of events) {
			for (const field of watch.fields) {
				const shown = description.properties.filter((one) => one.name === field.name);
				expect(shown).toHaveLength(1);
				expect(shown[0].displayOptions?.show?.events).toContain(entry.value);
				// By its name alone the field is sent, and read anew at every poll.
				expect(field.routing?.send?.property).toMatch(/^\w+$/);
			}
		}
	});

	test('names its watches apart, and no watch has two declarations', () => {
		const watches = new Set(events.map(({ watch }) => watch));
		expect(new Set([...watches].map((one) => one.name)).size).toBe(watches.size);
	});

	test('no field of an item is a word of its own for "event"', () => {
		for (const { output } of events) expect(Object.keys(output.shape)).not.toContain('event');
	});
});
