import type { Resource } from '../../../shared/operation';
import { request } from './request';

export const api: Resource = { name: 'API', value: 'api', operations: [request] };
