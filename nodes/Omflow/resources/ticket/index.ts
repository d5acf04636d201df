import type { Resource } from '../../../shared/operation';
import { get } from './get';
import { getAll } from './getAll';

export const ticket: Resource = { name: 'Ticket', value: 'ticket', operations: [getAll, get] };
