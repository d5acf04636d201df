import { Client, hiding, NoAnswer, refusalOf, rowsOf, type Access } from './client.cts';
import { Open, type Doubt } from './doubt.cts';
import { doubts } from './doubts/index.cts';
import { Tenant } from './tenant.cts';
import { ofOtherRuns, Traces } from './traces.cts';

/** A doubt and what came of it. */
export interface Finding {
	chapter: string;
	name: string;
	/** `as expected`: the node copes with what was seen; `differs`: it does not; `open`: nothing was seen. */
	result: 'as expected' | 'differs' | 'open';
	text: string;
	seen: string;
	node: string;
}

export interface Report {
	findings: Finding[];
	/** What this run made and could not take away again. */
	left: string[];
	/** What earlier runs left, or another run is just using. */
	others: string[];
	requests: number;
	/** Takes every token out of a text. */
	hide: (text: string) => string;
}

export interface Allowed {
	write?: boolean;
	reissue?: boolean;
	/** Where a reissued token goes. */
	tokenFile?: string;
}

/** The tenant does not let us in; the message says why, without a token. */
export class SignInFailed extends Error {}

/** Takes the token to its owner. @throws SignInFailed when AKASHI does not know it */
async function signIn(client: Client, token: string): Promise<number> {
	const failed = (why: string) => new SignInFailed(hiding(client.secrets)(why));
	const reply = await client
		.call('listStaff', { sent: { target: token } })
		.catch((error: Error) => {
			throw failed(error.message);
		});
	if (!reply.success) throw failed(refusalOf(reply));
	const id = Number(rowsOf(reply.payload, 'staffs')[0]?.staffId);
	if (!Number.isInteger(id)) throw failed('AKASHI did not say whose token it is');
	return id;
}

/** What is missing in what the run is allowed to do. */
function missing({ needs }: Doubt, { write, reissue }: Allowed): string | undefined {
	if (needs === 'write' && !write) return 'needs --write';
	if (needs === 'reissue' && !reissue) return 'needs --write --reissue';
	return undefined;
}

async function look(doubt: Doubt, tenant: Tenant, why: string | undefined): Promise<Finding> {
	const { chapter, name, text, node, probe } = doubt;
	const about = { chapter, name, text, node };
	try {
		if (why) throw new Open(why);
		const { seen, fits } = await probe(tenant);
		return { ...about, result: fits ? 'as expected' : 'differs', seen };
	} catch (error) {
		const { message, stack = '' } = error as Error;
		const known = error instanceof Open || error instanceof NoAnswer;
		const reason = known ? message : `the probe failed: ${stack.split('\n').slice(0, 2).join(' ')}`;
		return { ...about, result: 'open', seen: `not settled: ${reason}` };
	}
}

/** In the order of the chapters. */
const inOrder = (one: Finding, other: Finding) =>
	one.chapter.localeCompare(other.chapter, 'en', { numeric: true });

/**
 * Looks into every doubt that it is allowed to, and takes away what it made.
 * @param stopped says that somebody wants it to end: what is left is not looked into, but all is taken away
 * @throws SignInFailed when the tenant does not let it in
 */
export async function verify(
	access: Access,
	allowed: Allowed,
	stopped: () => boolean = () => false,
): Promise<Report> {
	const client = new Client(access);
	const owner = await signIn(client, access.token);
	const tenant = new Tenant(client, owner, new Traces());
	const findings: Finding[] = [];
	const lookInto = async (some: Doubt[]) => {
		for (const doubt of some) {
			const why = stopped() ? 'the run was stopped' : missing(doubt, allowed);
			findings.push(await look(doubt, tenant, why));
		}
	};
	const all = doubts(allowed.tokenFile);
	await lookInto(all.filter(({ needs }) => needs !== 'reissue'));
	// With the token that is still the right one.
	const left = await tenant.traces.remove(client);
	const others = allowed.write ? await ofOtherRuns(client, tenant.traces).catch(() => []) : [];
	await lookInto(all.filter(({ needs }) => needs === 'reissue'));

	const hide = hiding(client.secrets);
	const hidden = (finding: Finding) => ({ ...finding, seen: hide(finding.seen) });
	return {
		findings: findings.map(hidden).sort(inOrder),
		left: left.map(hide),
		others: others.map(hide),
		requests: client.requests,
		hide,
	};
}
