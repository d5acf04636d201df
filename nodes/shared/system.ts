import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IExecuteSingleFunctions,
	IHttpRequestHelper,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import type { Call } from './contract';
import type { Problem } from './errors';

/** The n8n contexts in which a call can be made. */
export type CallContext =
	| IExecuteFunctions
	| IExecuteSingleFunctions
	| ILoadOptionsFunctions
	| IPollFunctions;

/** The server that a credential is for. */
export interface Connection {
	/** Base URL without a trailing slash. */
	baseUrl: string;
	/** Values for `{name}` in paths that come from the credential. */
	path: Record<string, string>;
	/** The time zone of the system's offset-less times. */
	zone: string;
	/** The user of the credential, for systems in which the credential names one. */
	user?: string;
}

/** The result of reading the system's envelope; `partly`: some of the request was refused. */
export type Verdict =
	| { ok: true; payload: unknown; partly?: Problem }
	| { ok: false; problem: Problem; signInRefused?: boolean };

/** Blanks secrets out of a server's words, so that they can be shown. */
export type Redact = (text: string) => string;

/** The raw answer: `body` is parsed JSON, or a string if it was not JSON. */
export interface Answer {
	status: number;
	body: unknown;
}

/** Somebody else than the owner of a credential, to act as within a run. */
export interface Person {
	/** A token or a password. */
	secret: string;
	/** The user, where the secret alone does not say who. */
	name?: string;
	/** What to do if the system refuses this person. */
	advice: string;
}

/** All that the shared code needs to know about a system. */
export interface System {
	/** Its name in messages. */
	name: string;
	credentialType: string;
	/** @throws Problem when the credential cannot be used */
	connect(credentials: ICredentialDataDecryptedObject): Connection;
	/** Headers of every request. */
	headers: Record<string, string>;
	/**
	 * The credential with which a person acts, for systems where others can: the same server, and nothing in it that
	 * n8n would store. The credential itself if it is this person's.
	 */
	actAs?(
		credentials: ICredentialDataDecryptedObject,
		person: Person,
	): ICredentialDataDecryptedObject;
	/** The secret in a credential and its end (milliseconds since 1970) if known, for systems that put it out on request. */
	secretOf?(credentials: ICredentialDataDecryptedObject): { secret: string; end?: number };
	/** All current values that must never be shown. */
	secrets(credentials: ICredentialDataDecryptedObject): string[];
	/**
	 * Reads the envelope: the HTTP status does not show all refusals.
	 * @param redact hides secrets in the system's own words
	 */
	judge(answer: Answer, redact: Redact): Verdict;
	/**
	 * Called when `judge` reports a refused sign-in. Returns whether to send the call again: false if the sign-in was
	 * not the reason.
	 * @param refused the credential of the refused request, when it was sent (milliseconds since 1970), and how often
	 * the call was sent so far
	 * @param credentials the credential of the run, to be updated
	 * @param stored reads the stored credential again: another process may have renewed it
	 * @throws Problem when user or password is refused
	 */
	renewSignIn(
		http: IHttpRequestHelper,
		refused: { credentials: ICredentialDataDecryptedObject; sentAt: number; tried: number },
		credentials: ICredentialDataDecryptedObject,
		stored: () => Promise<ICredentialDataDecryptedObject>,
	): Promise<boolean>;
	/**
	 * For a credential that expressions fill, so that n8n cannot store a new sign-in: changes it so that n8n does
	 * not try.
	 * @param fields names of the fields that expressions fill
	 * @returns a note for the user
	 */
	withoutStoring?(
		credentials: ICredentialDataDecryptedObject,
		fields: string[],
	): string | undefined;
	/** Whether a credential must be signed in before a request, where the system has sessions. */
	lacksSession?(credentials: ICredentialDataDecryptedObject): boolean;
	/** Signs in with such a credential when n8n must not store the session. */
	signIn?(http: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<void>;
	/** Called after every successful answer. Returns true if it changed the sign-in, so that n8n stores it at once. */
	answered?(call: Call, payload: unknown, credentials: ICredentialDataDecryptedObject): boolean;
	/**
	 * Replaces the session with a new one, where the system has sessions, and returns who is signed in. Changes the
	 * credential so that n8n stores the new session.
	 */
	signInAnew?(
		http: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject>;
	/** Ends the current session, if any, where the system has sessions. */
	signOut?(http: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<void>;
	/**
	 * Explains a refusal that a new sign-in did not solve, if its answer is ambiguous.
	 * @param call what was refused
	 * @param ask sends another call, with only the sign-in, and judges the answer; sent once per run
	 */
	explain?(problem: Problem, call: Call, ask: (call: Call) => Promise<Verdict>): Promise<Problem>;
}

/** Query or body of a call, in the system's own names. */
export type Values = IDataObject;
