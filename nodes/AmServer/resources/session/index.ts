import type { Resource } from '../../../shared/operation';
import { login } from './login';
import { logout } from './logout';

export const session: Resource = {
	name: 'Session',
	value: 'session',
	operations: [login, logout],
};
