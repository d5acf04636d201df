import type { Resource } from '../../../shared/operation';
import { reissue } from './reissue';

export const token: Resource = { name: 'Token', value: 'token', operations: [reissue] };
