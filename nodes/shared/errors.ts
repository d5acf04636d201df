import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type JsonObject,
	type NodeApiError as ApiError,
} from 'n8n-workflow';

/** What went wrong and what to do, for the user. Never contains a secret. */
export interface Facts {
	/** What to do next. */
	advice: string;
	/** The system's own code, trimmed. */
	code?: string;
	/** The system's own words. */
	words?: string;
	httpStatus?: number;
	/**
	 * `input`: a parameter is wrong, nothing was sent. `refused`: the system said no. `unsure`: it
	 * is unknown whether the system carried out a write.
	 */
	kind: 'input' | 'refused' | 'unsure';
	/** The connection failed before an answer came. */
	network?: true;
	/** The request was never sent: repeating it cannot do anything twice. */
	unsent?: true;
	/** How long the server asks to wait, in milliseconds. */
	retryAfter?: number;
	/** Nothing was sent because of another item, whose error is reported. */
	untried?: true;
	/** The part of a refusal that is about certain records of the request, where the system names them. */
	only?: (about: (error: IDataObject) => boolean) => Problem | undefined;
	/** What the system's words name, and the fields of the editor that may be meant: groups of names, the likelier first. */
	about?: Array<{ word: string; fields: ReadonlyArray<readonly string[]> }>;
	/** The refusal is about the sender: it applies to every record of the request. */
	ofSender?: true;
	/** No other request of this run can succeed: the sign-in was refused, or the server is unreachable. */
	endsRun?: true;
	/** This version of the system does not have the call. */
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

	/** The same problem with other facts. */
	with(facts: Partial<Facts>): Problem {
		return new Problem(this.message, { ...this.facts, ...facts });
	}
}

/** A wrong parameter, with its name in the editor. */
export const badInput = (parameter: string, words: string) =>
	new Problem(`The parameter "${parameter}" ${words}`, {
		kind: 'input',
		advice: 'Nothing was sent for this item. Correct the parameter and run the node again.',
	});

/**
 * A write that succeeded, but whose answer does not mention this record.
 * @param others what was refused in the same request
 */
export const unconfirmed = (system: string, others?: Problem) =>
	new Problem(`${system} accepted the request but did not confirm this record`, {
		kind: 'unsure',
		advice: `Check in the system whether it was recorded before running it again.${others ? ` Refused in the same request: ${others.facts.words}.` : ''}`,
	});

/**
 * What is read, or something else where the system refuses it for a reason of its own: for what is only an addition,
 * such as the name of somebody who has left.
 */
export const unlessRefused = async <T>(reading: Promise<T>, otherwise: T): Promise<T> =>
	await reading.catch((error) => {
		const problem = problemOf(error);
		const { kind, code, ofSender, endsRun } = problem.facts;
		if (kind === 'refused' && code !== undefined && !ofSender && !endsRun) return otherwise;
		throw problem;
	});

/** Any error as a Problem. A foreign error may quote a URL or a header, so only its name is kept. */
export function problemOf(error: unknown): Problem {
	if (error instanceof Problem) return error;
	if (error instanceof NodeOperationError) {
		// n8n's own error about a parameter or the credential: it contains no secret.
		const advice = error.message.includes('credentials set')
			? 'Choose a credential at the top of the node, or create one there.'
			: 'Correct the parameter and run the node again.';
		return new Problem(error.message, { kind: 'input', advice: error.description ?? advice });
	}
	const name = error instanceof Error ? error.name : typeof error;
	const where = error instanceof Error ? (error.stack ?? '').split('\n')[1]?.trim() : '';
	return new Problem(`Unexpected ${name} in this node`, {
		kind: 'unsure',
		advice: `This is a bug in the node. Please report it with this line: ${where}`,
	});
}

/**
 * The error that n8n shows for one input item.
 * @param item index of the input item; a trigger has none
 */
export function nodeError(
	node: INode,
	problem: Problem,
	item?: number,
): NodeOperationError | ApiError {
	const { message, facts } = problem;
	// An error keeps its node, and a parameter may be a password. In a list search there may be no parameters yet.
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
	// n8n replaces messages that contain a well-known word by a generic one: keep the system's words.
	error.message = message;
	error.context.data = { code, words, httpStatus };
	return error;
}
