import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type JsonObject,
	type NodeApiError as ApiError,
} from 'n8n-workflow';

/** What went wrong, in words for a person: what happened, and what to do. Never holds a secret. */
export interface Facts {
	/** What to do next. */
	advice: string;
	/** The system's own code, trimmed. */
	code?: string;
	/** The system's own words. */
	words?: string;
	httpStatus?: number;
	/**
	 * `input`: a parameter is wrong, nothing was sent. `refused`: the system said no. `unsure`: no
	 * answer came, so nobody knows whether the system acted.
	 */
	kind: 'input' | 'refused' | 'unsure';
	/** The connection failed before an answer came. */
	network?: true;
	/** The request never left: sending it again cannot do anything twice. */
	unsent?: true;
	/** How long the server asks to wait, in milliseconds. */
	retryAfter?: number;
	/** Nothing was sent, since another item is at fault: that one is told. */
	untried?: true;
	/** The part of a refusal that is about some of the records sent together, where the system names them. */
	only?: (about: (error: IDataObject) => boolean) => Problem | undefined;
	/** The refusal is about who asks: every record of the request shares it. */
	ofSender?: true;
	/** No other request of this run can do better: the sign-in was refused, or the server is away. */
	endsRun?: true;
	/** The system has no such call, at least in its version. */
	unknownCall?: true;
}

/** A failure before it is bound to a node and an item. */
export class Problem extends Error {
	constructor(
		message: string,
		readonly facts: Facts,
	) {
		super(message);
	}
}

/** A parameter that is wrong, named as the editor names it. */
export const badInput = (parameter: string, words: string) =>
	new Problem(`The parameter "${parameter}" ${words}`, {
		kind: 'input',
		advice: 'Nothing was sent for this item. Correct the parameter and run the node again.',
	});

/**
 * A write that was answered well, but not about this record.
 * @param others what was refused beside it
 */
export const unconfirmed = (system: string, others?: Problem) =>
	new Problem(`${system} accepted the request but did not confirm this record`, {
		kind: 'unsure',
		advice: `Check in the system whether it was recorded before running it again.${others ? ` Refused beside it: ${others.facts.words}.` : ''}`,
	});

/** Any thrown thing as a Problem. What is not one of ours may quote a URL or a header: only its name is kept. */
export function problemOf(error: unknown): Problem {
	if (error instanceof Problem) return error;
	if (error instanceof NodeOperationError) {
		// n8n's own complaint about a parameter, raised while reading it: names no secret.
		return new Problem(error.message, {
			kind: 'input',
			advice: error.description ?? 'Correct the parameter and run the node again.',
		});
	}
	const name = error instanceof Error ? error.name : typeof error;
	const where = error instanceof Error ? (error.stack ?? '').split('\n')[1]?.trim() : '';
	return new Problem(`Unexpected ${name} in this node`, {
		kind: 'unsure',
		advice: `This is a fault of the node. Please report it with this line: ${where}`,
	});
}

/**
 * The error that n8n shows for one input item.
 * @param item index of the input item
 */
export function nodeError(
	node: INode,
	problem: Problem,
	item: number,
): NodeOperationError | ApiError {
	const { message, facts } = problem;
	// An error keeps the node it is of, and a parameter may be a password.
	// A picker's node may have none yet.
	const { resource, operation } = node.parameters ?? {};
	const shown = { ...node, parameters: { resource, operation } };
	if (facts.kind === 'input') {
		return new NodeOperationError(shown, message, { itemIndex: item, description: facts.advice });
	}
	const { code, words, httpStatus } = facts;
	const error = new NodeApiError(shown, { message, code, words } as JsonObject, {
		message,
		description: facts.advice,
		httpCode: httpStatus === undefined ? undefined : String(httpStatus),
		itemIndex: item,
	});
	// n8n swaps messages that contain a well-known word for its generic one: the system's words stay.
	error.message = message;
	error.context.data = { code, words, httpStatus };
	return error;
}
