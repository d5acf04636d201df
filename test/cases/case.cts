import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { All } from '../servers/all.cts';
import type { Entry } from '../servers/base.cts';

/** One operation in use: what is set in the editor, what comes in, and what has to come out. */
export interface Case {
	name: string;
	node: 'akashi' | 'amServer' | 'omflow';
	parameters: INodeParameters;
	/** Input items; one empty item unless told. */
	items?: (servers: All) => IDataObject[];
	/** The output, from what the server holds after the run. */
	expected: (servers: All) => IDataObject[];
	/** The input item of each output item, when it is not 0 for all. */
	from?: (output: IDataObject[]) => number[];
	/** How many requests it takes, sign-in aside (see `isWork`). */
	calls: number;
	/** Puts into the servers what the case needs. */
	prepare?: (servers: All) => void;
	/** Puts the servers back into the state before, so that both paths start alike. */
	undo?: (servers: All) => void;
}

const signIns = ['signIn', 'login', 'logout', 'getAccessToken'];

/** Whether a request belongs to the work: not the sign-in, nor one that was refused for lack of it. */
export const isWork = ({ route, status }: Entry): boolean =>
	!signIns.includes(route) && status !== 401;

/** An entry picked in a field with "By ID", "From List" and the like. */
export const picked = (mode: string, value: string | number) => ({
	__rl: true,
	mode,
	value,
});

/** What "Simplify" keeps of a row. */
export const firstTen = (row: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(row).slice(0, 10));

/** The parameters of a resource's operations. */
export const parametersOf =
	(resource: string) =>
	(operation: string, more: IDataObject = {}): INodeParameters =>
		({ resource, operation, ...more }) as INodeParameters;

/** For `from`: every output item is of the input item at its own place. */
export const eachItsOwn = (output: IDataObject[]): number[] => output.map((_, index) => index);
