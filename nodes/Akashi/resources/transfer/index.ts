import type { Resource } from '../../../shared/operation';
import { create } from './create';

export const transfer: Resource = { name: 'Transfer', value: 'transfer', operations: [create] };
