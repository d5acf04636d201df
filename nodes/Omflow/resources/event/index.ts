import type { Resource } from '../../../shared/operation';
import { close } from './close';
import { create } from './create';

export const event: Resource = {
	name: 'Event',
	value: 'event',
	operations: [create, close],
};
