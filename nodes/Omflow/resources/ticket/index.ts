import type { Resource } from '../../../shared/operation';
import { advance } from './advance';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { getPrintableForm } from './getPrintableForm';
import { quickAction } from './quickAction';

export const ticket: Resource = {
	name: 'Ticket',
	value: 'ticket',
	operations: [getAll, get, create, advance, quickAction, getPrintableForm],
};
