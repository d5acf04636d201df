import type { Resource } from '../../../shared/operation';
import { getVersion } from './getVersion';

export const server: Resource = { name: 'Server', value: 'server', operations: [getVersion] };
