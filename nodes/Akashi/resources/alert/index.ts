import type { Resource } from '../../../shared/operation';
import { getAll } from './getAll';

export const alert: Resource = { name: 'Alert', value: 'alert', operations: [getAll] };
