import {
	isExpression,
	type ICredentialDataDecryptedObject,
	type IHttpRequestOptions,
	type INodeCredentialsDetails,
} from 'n8n-workflow';

import { Problem, problemOf } from '../errors';
import type { CallContext } from '../system';

type Data = ICredentialDataDecryptedObject;

/** The credential that signs some items of a run. */
export interface Credential {
	/** As n8n decrypts it, with its expressions resolved. Values that n8n stores later are merged into it. */
	data: Data;
	/** Names of the fields that expressions fill. n8n does not store a value over them, or loses the expression. */
	expressions: string[];
	/** Reads it again: another process may have renewed it. */
	read: () => Promise<Data>;
}

/** An item, and how to read its credential. */
export interface Signer {
	item: number;
	readCredential: () => Promise<Data>;
}

/** Where n8n's contexts hold the stored credentials (seen on 1.123.81 and 2.41.1; not typed). */
interface Inside {
	additionalData?: {
		credentialsHelper?: {
			getCredentials(
				details: INodeCredentialsDetails,
				type: string,
			): Promise<{ getData(): Data | Promise<Data> }>;
		};
	};
}

/** The fields of the stored credential that hold expressions; undefined if n8n does not provide it. */
async function storedExpressions(
	context: CallContext,
	type: string,
): Promise<string[] | undefined> {
	try {
		const helper = (context as Inside).additionalData!.credentialsHelper!;
		const stored = await helper.getCredentials(context.getNode().credentials![type], type);
		return fieldsWhere(await stored.getData(), isExpression);
	} catch {
		return undefined;
	}
}

const fieldsWhere = (data: Data, holds: (value: unknown, name: string) => boolean): string[] =>
	Object.entries(data).flatMap(([name, value]) => (holds(value, name) ? [name] : []));

/** An index that no item has: an expression that uses the item has another value for it. */
const noItem = 1_000_003;

/** The fields that depend on the item. */
async function dependingOnItem(context: CallContext, type: string, data: Data): Promise<string[]> {
	const read = context.getCredentials as (type: string, item: number) => Promise<Data>;
	const other = await read.call(context, type, noItem).catch((): Data => ({}));
	return fieldsWhere(data, (value, name) => value !== other[name]);
}

/** The credential of a context without items, such as that of a list search. */
export async function credentialOf(context: CallContext, type: string): Promise<Credential> {
	const read = async () => await context.getCredentials(type);
	return {
		data: await read(),
		expressions: (await storedExpressions(context, type)) ?? [],
		read,
	};
}

/**
 * Groups the items of a run by the credential that signs them: one group, unless expressions in the credential
 * depend on the item.
 * @returns groups in the order of their first items; a group without a credential has the problem instead
 */
export async function credentialsOf<S extends Signer>(
	context: CallContext,
	type: string,
	items: S[],
): Promise<Array<{ items: S[] } & ({ credential: Credential } | { problem: Problem })>> {
	const [{ readCredential: read }] = items;
	const expressions =
		(await storedExpressions(context, type)) ??
		(await dependingOnItem(context, type, await read()));
	if (expressions.length === 0) {
		return [{ items, credential: { data: await read(), expressions, read } }];
	}
	const groups = new Map<string, { items: S[]; credential: Credential }>();
	const unread: Array<{ items: S[]; problem: Problem }> = [];
	for (const one of items) {
		try {
			const data = await one.readCredential();
			const name = JSON.stringify(data);
			const group = groups.get(name);
			if (group) group.items.push(one);
			else {
				const credential = { data, expressions, read: one.readCredential };
				groups.set(name, { items: [one], credential });
			}
		} catch {
			unread.push({ items: [one], problem: unfilled(expressions) });
		}
	}
	return [...groups.values(), ...unread];
}

const unfilled = (fields: string[]) =>
	new Problem(
		`The credential could not be filled for this item (${fields.join(', ')} by expression)`,
		{
			kind: 'input',
			advice:
				'Nothing was sent for this item. Check the expressions in the credential, or enter fixed values there.',
		},
	);

/** The URL of a request that is not sent: n8n only signs in before it, and stores the sign-in. */
export const storeOnly = 'about:store-sign-in';

const stored = new WeakSet<IHttpRequestOptions>();

/**
 * Stops a request that was only made for n8n to store the sign-in.
 * @throws Error instead of sending it
 */
export function unlessStoreOnly(request: IHttpRequestOptions): void {
	if (request.url !== storeOnly) return;
	stored.add(request);
	throw new Error('Not sent');
}

/** Whether n8n got as far as it should with such a request. */
export const isStored = (request: IHttpRequestOptions): boolean => stored.has(request);

/** The last sign-in failure of a credential: n8n 1.123 loses the cause of an error (seen). */
const signInFailures = new WeakMap<Data, Problem>();

/**
 * Signs in when n8n asks for it. The failure is kept for the client, and its message includes the advice, since
 * a credential test only shows the message.
 */
export async function signInFor<T>(credentials: Data, signIn: () => Promise<T>): Promise<T> {
	try {
		const signed = await signIn();
		signInFailures.delete(credentials);
		return signed;
	} catch (error) {
		const problem = problemOf(error);
		signInFailures.set(credentials, problem);
		const { message, facts } = problem;
		const told = new Problem(`${message.replace(/\.$/, '')}. ${facts.advice}`, facts);
		throw told;
	}
}

/** The sign-in failure of the last request of a credential, if any. */
export const signInFailureOf = (credentials: Data): Problem | undefined =>
	signInFailures.get(credentials);
