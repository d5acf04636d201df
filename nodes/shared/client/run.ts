import type { IDataObject, ICredentialDataDecryptedObject } from 'n8n-workflow';

import { Problem } from '../errors';
import type { CallContext, Connection, System } from '../system';
import { connectBy, type ConnectionOptions, type NodeConnectionOptions } from './connection';
import { Pace, type Batching } from './pace';

/** The node's "Request Options" (n8n adds its own to ours). */
export interface RequestOptions extends NodeConnectionOptions {
	batching?: Batching;
	checkOnly?: boolean;
	recordsPerRequest?: number;
	requestsAtOnce?: number;
}

/** Thrown instead of sending a write when "Check Only" is on. */
export class Preview extends Error {
	constructor(readonly row: IDataObject) {
		super('Only checked');
	}
}

/** Default limit of requests in flight to one server. */
export const defaultRequestsAtOnce = 4;

/** What all clients of a run share, whoever they act as. */
export interface Run {
	context: CallContext;
	system: System;
	connection: Connection;
	connectionOptions: ConnectionOptions;
	options: RequestOptions;
	pace: Pace;
	/** The run ends with the first failure: no more requests are needed after it. */
	stopOnFailure: boolean;
	/** @throws Problem when n8n has cancelled the execution */
	throwIfCancelled(): void;
	/** Why no more requests are sent by anybody: the server is out of reach. */
	ended?: Problem;
	/** A call was retried for the longest allowed time without success: other calls are not. */
	waitedInVain?: true;
}

/** @throws Problem when the credential cannot be used */
export function runOf(
	context: CallContext,
	system: System,
	credentials: ICredentialDataDecryptedObject,
	options: RequestOptions,
	stopOnFailure: boolean,
): Run {
	const connection = system.connect(credentials);
	const connectionOptions = connectBy(connection.baseUrl, options);
	const pace = new Pace(options.batching);
	return {
		...{ context, system, connection, connectionOptions, options, pace, stopOnFailure },
		throwIfCancelled: () => throwIfCancelled(context),
	};
}

function throwIfCancelled(context: CallContext): void {
	const signal = 'getExecutionCancelSignal' in context && context.getExecutionCancelSignal();
	if (!signal || !signal.aborted) return;
	throw new Problem('The execution was cancelled', {
		kind: 'refused',
		advice: 'Earlier requests went through. Nothing more was sent.',
	});
}
