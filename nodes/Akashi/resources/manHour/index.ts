import type { Resource } from '../../../shared/operation';
import { upsert } from './upsert';

export const manHour: Resource = { name: 'Man-Hour', value: 'manHour', operations: [upsert] };
