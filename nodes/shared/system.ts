import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import type { Call } from './contract';
import type { Problem } from './errors';

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
	/** Reads the envelope: refusals come in forms that HTTP does not tell. */
	judge(answer: Answer): Verdict;
	/**
	 * Called when `judge` says that the sign-in was refused. Returns how the request goes once more, or
	 * nothing when it was not the sign-in after all, so that asking again is no use.
	 * @param sentAt when the refused request was sent, in milliseconds since 1970
	 * @param stored reads the credential again, which may have been renewed elsewhere
	 * @throws Problem when user or password is refused
	 */
	renewSignIn(
		http: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		sentAt: number,
		stored: () => Promise<ICredentialDataDecryptedObject>,
	): Promise<{ ignoreHttpStatusErrors: boolean } | undefined>;
	/**
	 * Told of every good answer, where one changes the sign-in. Returns a read to make at once when n8n
	 * stores the change with the next call: it must not be lost when this process ends.
	 * @param stored reads the credential again: a renewal just before the call is in it
	 */
	answered?(
		call: Call,
		payload: unknown,
		stored: () => Promise<ICredentialDataDecryptedObject>,
	): Promise<{ call: Call; values: Values } | undefined>;
	/** Replaces the session by a new one and answers who is signed in, where the system has sessions. */
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
