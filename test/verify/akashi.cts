/**
 * Looks on a real tenant of AKASHI into what the vendor's text leaves open, and says for each doubt what was
 * seen. See docs/untested.md.
 *
 *     KINTAI_AKASHI_TOKEN=… npm run verify:akashi -- --endpoint … --company …
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { printed } from './print.cts';
import { SignInFailed, verify, type Allowed } from './run.cts';
import type { Access } from './client.cts';

export const usage = `Usage: npm run verify:akashi -- --endpoint URL --company ID [options]

  --endpoint URL     https://atnd.ak4.jp/api/cooperation or
                     https://atnd-awj.ak4.jp/api/cooperation, as you see it after logging in
  --company ID       company ID (企業ID)
  --token TOKEN      access token of My Page (マイページ); "-" reads it from standard input.
                     Better, since it stays out of the shell's history: the environment
                     variable KINTAI_AKASHI_TOKEN
  --write            also makes projects, tasks and man-hours of its own, and deletes them
  --reissue          with --write: replaces the token to see whether the old one survives.
                     Whatever uses the old token may have to be given the new one
  --token-file FILE  with --reissue: the new token goes here, and nowhere else
  --json FILE        also writes the findings as JSON
`;

/** Wrong usage; the message says what is wrong. */
class Usage extends Error {}

interface Options {
	access: Access;
	allowed: Allowed;
	json?: string;
}

const local = (host: string) =>
	['localhost', '[::1]'].includes(host) || /^127(\.\d+){3}$/.test(host);

function endpointOf(text: string | undefined): string {
	if (!text) throw new Usage('--endpoint is missing');
	let url: URL;
	try {
		url = new URL(text.trim());
	} catch {
		throw new Usage('--endpoint is not a URL');
	}
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local(url.hostname))) {
		throw new Usage('--endpoint must begin with https://');
	}
	if (url.username || url.search || url.hash) {
		throw new Usage('--endpoint must hold nothing but the address');
	}
	return url.href.replace(/\/+$/, '');
}

function tokenOf(given: string | undefined, variable: string | undefined): string {
	const token = (given === '-' ? readFileSync(0, 'utf8') : (given ?? variable ?? '')).trim();
	if (!token) throw new Usage('the token is missing');
	// Shorter texts stand in other words, where they could not be hidden.
	if (token.length < 8 || /\s/.test(token)) throw new Usage('the token does not look like one');
	return token;
}

function optionsOf(args: string[], variables: NodeJS.ProcessEnv): Options {
	const { values } = parsed(args);
	const { write, reissue, json } = values;
	const tokenFile = values['token-file'];
	if (reissue && !write) throw new Usage('--reissue needs --write');
	if (tokenFile !== undefined && !reissue) throw new Usage('--token-file needs --reissue');
	const company = values.company?.trim();
	if (!company) throw new Usage('--company is missing');
	return {
		access: {
			endpoint: endpointOf(values.endpoint),
			company,
			token: tokenOf(values.token, variables.KINTAI_AKASHI_TOKEN),
		},
		allowed: { write, reissue, tokenFile },
		json,
	};
}

function parsed(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				endpoint: { type: 'string' },
				company: { type: 'string' },
				token: { type: 'string' },
				write: { type: 'boolean' },
				reissue: { type: 'boolean' },
				'token-file': { type: 'string' },
				json: { type: 'string' },
			},
		});
	} catch (error) {
		// The message of a stray argument quotes it, and it could be the token.
		const known = (error as NodeJS.ErrnoException).code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
		throw new Usage(known ? 'there is an unknown option' : 'the options cannot be read');
	}
}

export interface Io {
	args: string[];
	variables: NodeJS.ProcessEnv;
	say: (text: string) => void;
	warn: (text: string) => void;
	stopped?: () => boolean;
	/** Columns of the terminal. */
	columns?: number;
	/** Milliseconds between two requests. */
	pause?: number;
}

/**
 * The whole script.
 * @returns the exit code: 0 when every probe ran, whatever it saw; 1 when the sign-in failed, the run was
 * stopped or something was left behind; 2 on wrong usage
 */
export async function main({
	args,
	variables,
	say,
	warn,
	stopped,
	columns,
	pause,
}: Io): Promise<0 | 1 | 2> {
	try {
		const { access, allowed, json } = optionsOf(args, variables);
		const report = await verify({ ...access, pause }, allowed, stopped);
		const { findings, left, others, requests, hide } = report;
		const { endpoint, company } = access;
		const { write = false } = allowed;
		say(hide(printed(report, allowed, columns)));
		if (json !== undefined) {
			const told = { endpoint, company, at: new Date().toISOString(), write, requests };
			writeFileSync(
				json,
				`${hide(JSON.stringify({ ...told, findings, left, others }, null, 2))}\n`,
			);
		}
		return left.length > 0 || stopped?.() ? 1 : 0;
	} catch (error) {
		if (error instanceof Usage) {
			warn(`${error.message}\n\n${usage}`);
			return 2;
		}
		if (!(error instanceof SignInFailed)) throw error;
		warn(`The sign-in failed: ${error.message}. Check endpoint, company ID and token.`);
		return 1;
	}
}

if (require.main === module) {
	let stop = false;
	// What was made is taken away first.
	process.once('SIGINT', () => (stop = true));
	void main({
		args: process.argv.slice(2),
		variables: process.env,
		say: (text) => console.log(text),
		warn: (text) => console.error(text),
		stopped: () => stop,
		columns: process.stdout.columns,
	}).then((code) => {
		process.exitCode = code;
	});
}
