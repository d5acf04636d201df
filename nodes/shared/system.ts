import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IExecuteSingleFunctions,
	IHttpRequestHelper,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import type { Call } from './contract';
import type { Problem } from './errors';

/** The contexts of n8n from which a call can be made. */
export type CallContext = IExecuteFunctions | IExecuteSingleFunctions | ILoadOptionsFunctions;

/** Where a credential leads. */
export interface Connection {
	/** Base URL without a trailing slash. */
	baseUrl: string;
	/** Values for `{name}` in paths that come from the credential. */
	path: Record<string, string>;
	/** The time zone of the system's offset-less times. */
	zone: string;
}

/** What an answer means once the system's envelope is read; `partly`: it did not do all of it. */
export type Verdict =
	| { ok: true; payload: unknown; partly?: Problem }
	| { ok: false; problem: Problem; signInRefused?: boolean };

/** Blanks secrets out of a server's words, so that they can be shown. */
export type Redact = (text: string) => string;

/** An answer as it came: `body` is parsed JSON, or a string when it was not JSON. */
export interface Answer {
	status: number;
	body: unknown;
}

/** All that the shared parts must know about one of the three systems. */
export interface System {
	/** Its name in messages. */
	name: string;
	credentialType: string;
	/** @throws Problem when the credential cannot be used */
	connect(credentials: ICredentialDataDecryptedObject): Connection;
	/** Headers of every request. */
	headers: Record<string, string>;
	/** All that must never be shown, as of now. */
	secrets(credentials: ICredentialDataDecryptedObject): string[];
	/**
	 * Reads the envelope: refusals come in forms that HTTP does not tell.
	 * @param redact blanks the secrets out of the system's own words
	 */
	judge(answer: Answer, redact: Redact): Verdict;
	/**
	 * Called when `judge` says that the sign-in was refused. Returns whether to ask once more: not when it
	 * was not the sign-in after all.
	 * @param refused what signed the refused request, when it was sent (milliseconds since 1970), and how often
	 * the call was sent so far
	 * @param credentials the credential with which the run goes on, to be changed
	 * @param stored reads the credential again, which may have been renewed elsewhere
	 * @throws Problem when user or password is refused
	 */
	renewSignIn(
		http: IHttpRequestHelper,
		refused: { credentials: ICredentialDataDecryptedObject; sentAt: number; tried: number },
		credentials: ICredentialDataDecryptedObject,
		stored: () => Promise<ICredentialDataDecryptedObject>,
	): Promise<boolean>;
	/**
	 * For a credential that n8n cannot store what the sign-in gives it, since expressions fill it: changes
	 * it so that n8n does not try.
	 * @param fields names of the fields that expressions fill
	 * @returns what a person has to know of it
	 */
	withoutStoring?(
		credentials: ICredentialDataDecryptedObject,
		fields: string[],
	): string | undefined;
	/** Whether a credential must be signed in before a request, where the system has sessions. */
	lacksSession?(credentials: ICredentialDataDecryptedObject): boolean;
	/** Signs such a credential in, where n8n must not do it and store the session. */
	signIn?(http: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<void>;
	/** Told of every good answer. Returns true where it changes the sign-in, for n8n to store that at once. */
	answered?(call: Call, payload: unknown, credentials: ICredentialDataDecryptedObject): boolean;
	/**
	 * Replaces the session by a new one and answers who is signed in, where the system has sessions. Changes
	 * the credential so that n8n stores the new one.
	 */
	signInAnew?(
		http: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject>;
	/** Ends the session there is, if any, where the system has sessions. */
	signOut?(http: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<void>;
	/**
	 * Says more of a refusal that a good sign-in did not help, where its answer leaves that open.
	 * @param ask sends another call, with nothing but the sign-in, and judges the answer; asked once a run
	 */
	explain?(problem: Problem, ask: (call: Call) => Promise<Verdict>): Promise<Problem>;
}

/** Query or body of a call, in the system's own names. */
export type Values = IDataObject;
