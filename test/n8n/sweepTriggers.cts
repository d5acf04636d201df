import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';

import { events as akashi } from '../../nodes/Akashi/events/index.ts';
import { events as amServer } from '../../nodes/AmServer/events/index.ts';
import { events as omflow } from '../../nodes/Omflow/events/index.ts';
import type { CredentialReference, N8n, Run, Workflow } from './instance.cts';
import { kinds, planted, startFailing, type FailingServer, type System } from './failingServer.cts';

/** The sweep of triggers: each event by hand, an activation that fails, and polls that fail after a good one. */

/** Where the sweep notes what n8n said, what was not as it should be, and the servers to end. */
export interface Notes {
	told: Array<[name: string, text: string]>;
	missed: string[];
	failing: FailingServer[];
}

/** One fault of one system, and which requests it hits. `place` is that of the kind of fault. */
export interface TriggerWorld {
	system: System;
	kind: string;
	target: 'sign-in' | 'work';
	place: number;
}

/** A trigger by the event it waits for. */
interface Trigger {
	name: string;
	watch: string;
	parameters: INodeParameters;
}

const names: Record<System, string> = { akashi: 'AKASHI', amServer: 'am-server', omflow: 'OMFLOW' };

const person = (id: number) => ({ __rl: true, mode: 'id', value: String(id) });
/** What events need besides. */
const needed: Record<System, INodeParameters> = {
	akashi: {},
	amServer: {},
	omflow: {
		principal: person(3),
		substitute: person(4),
		form: { __rl: true, mode: 'path', value: 'leave-request' },
	},
};

const triggers = Object.fromEntries(
	Object.entries({ akashi, amServer, omflow }).map(([system, events]) => [
		system,
		events.map(
			({ entry, watch }): Trigger => ({
				name: entry.value,
				watch: watch.name,
				parameters: { events: [entry.value], ...needed[system as System] },
			}),
		),
	]),
) as Record<System, Trigger[]>;
// In two parts, since a workflow is stored as it is.
const [half, rest] = [planted.personToken.slice(0, 7), planted.personToken.slice(7)];
triggers.akashi.push({
	name: 'alertRaised by person',
	watch: 'alerts by person',
	parameters: {
		events: ['alertRaised'],
		actAs: 'personToken',
		personToken: `={{ '${half}' + '${rest}' }}`,
	},
});

/** These ask for nothing until their time of day has come. */
const resting = ['clockIns', 'clockOuts'];

/** In some seconds, and once more if that was too early: n8n takes no interval below a minute, but several times of it. */
const soon = () => {
	const second = new Date().getSeconds();
	return {
		item: [6, 20, 40].map((later) => ({
			mode: 'custom',
			cronExpression: `${(second + later) % 60} * * * * *`,
		})),
	};
};

/**
 * One event of every other watch: the others at the next kind of fault, and then other events. All of a watch meet a fault in the
 * same read, and all reads in the same client; everything at every fault would take too long.
 */
const someOf = (list: Trigger[], place: number): Trigger[] =>
	[...new Set(list.map(({ watch }) => watch))]
		.filter((_, at) => (at + place) % 2 === 0)
		.map((name) => {
			const own = list.filter(({ watch }) => watch === name);
			return own[Math.floor(place / 2) % own.length];
		});

/** Milliseconds after which a server that says nothing is given up. */
const timeout = 400;

/** Sweeps one world. */
export async function sweepTriggers(n8n: N8n, world: TriggerWorld, notes: Notes): Promise<void> {
	const { system, kind, target, place } = world;
	const title = `triggers of ${system}, ${target}, ${kind}`;
	const { told, missed } = notes;
	const own = triggers[system];
	const asking = own.filter(({ watch }) => !resting.includes(watch));
	const isWell = kind === 'no fault';
	/** AKASHI's token is renewed by the way: without a new one, the old one serves. A new sign-in makes good a forgotten one. */
	const mayWork =
		isWell || (target === 'sign-in' && (system === 'akashi' || kinds[kind].forgets === true));

	const start = async (): Promise<[FailingServer, CredentialReference]> => {
		const failingServer = await startFailing(system, kind, target);
		notes.failing.push(failingServer);
		const { credentialType: type, credential } = failingServer;
		return [failingServer, await n8n.createCredential(type, credential, title)];
	};
	const workflow = (
		{ name, parameters }: Trigger,
		{ credentialType }: FailingServer,
		credential: CredentialReference,
		options: INodeParameters = {},
	): Workflow => ({
		name: title,
		nodes: [
			{
				id: 'trigger',
				name,
				type: `${n8n.packageName}.${system}Trigger`,
				typeVersion: 1,
				position: [0, 0],
				parameters: {
					...parameters,
					pollTimes: soon(),
					options,
					requestOptions: kinds[kind].waits ? { timeout } : {},
				},
				credentials: { [credentialType]: credential },
			},
		],
		connections: {},
	});
	/** Notes a run that failed, and whether its words say whose fault it is. */
	const note = (name: string, { executionId, raw, error }: Run, more = '') => {
		told.push([`execution ${executionId} (${title})`, raw]);
		if (!error) return;
		const words = `${error.message} ${error.description ?? ''}`;
		const isNothing = isWell && words.includes('nothing yet to show');
		if (!isNothing && !(words.includes(names[system]) && words.includes(more))) {
			missed.push(`${title}: ${name} says only "${words}"`);
		}
	};

	/** Events by hand: all of them where nothing fails. */
	const byHand = async (failingServer: FailingServer, credential: CredentialReference) => {
		const list =
			target === 'sign-in' ? [own[place % own.length]] : isWell ? own : someOf(own, place);
		await Promise.all(
			list.map(async (trigger) => {
				const run = await n8n.run(workflow(trigger, failingServer, credential), {
					timeoutSeconds: 240,
				});
				note(trigger.name, run);
				if (!run.error && !mayWork) missed.push(`${title}: ${trigger.name} met no fault`);
			}),
		);
	};

	/** Publishes, which n8n 2 does after its answer; returns what it says if it fails. */
	const publish = async (id: string): Promise<string | undefined> => {
		await n8n.activate(id);
		for (;;) {
			const status = await n8n.rest('GET', `/rest/workflows/${id}/publication-status`);
			if (status.status === 'in_progress') {
				await sleep(500);
				continue;
			}
			const text = JSON.stringify(status);
			told.push([`publication, ${title}`, text]);
			return status.status === 'published' ? undefined : text;
		}
	};

	/** A publication whose first poll fails, five times: of one system at every kind of fault. */
	const publishing = async (failingServer: FailingServer, credential: CredentialReference) => {
		if (target !== 'work' || Object.keys(names)[place % 3] !== system) return;
		const trigger = asking[place % asking.length];
		const options = { includeExisting: true };
		const { id } = await n8n.createWorkflow(workflow(trigger, failingServer, credential, options));
		const refusal = await publish(id);
		if (refusal === undefined) {
			if (!mayWork) missed.push(`${title}: ${trigger.name} was published`);
			const { length } = await n8n.executions(id);
			for (let number = 1; number <= length; number++) {
				note(trigger.name, await n8n.waitForExecution(id, { number }));
			}
		} else if (!refusal.includes(names[system])) {
			missed.push(`${title}: the publication of ${trigger.name} says only ${refusal}`);
		}
		await n8n.deactivate(id);
	};

	/** A poll that fails after a good one: its error becomes an execution. */
	const laterPoll = async () => {
		if (mayWork || (target === 'sign-in' && kinds[kind].mistyped)) return;
		const [failingServer, credential] = await start();
		failingServer.calm = true;
		await n8n.updateCredential(credential.id, failingServer.rightCredential);
		const trigger = asking[place % asking.length];
		const { id } = await n8n.createWorkflow(workflow(trigger, failingServer, credential));
		const refusal = await publish(id);
		if (refusal !== undefined) missed.push(`${title}: not even a good poll, ${refusal}`);
		if (kinds[kind].mistyped) await n8n.updateCredential(credential.id, failingServer.credential);
		if (target === 'sign-in') failingServer.forget();
		failingServer.calm = false;
		let failed = false;
		const seen = new Set<string>();
		const deadline = Date.now() + 60_000;
		while (!failed && Date.now() < deadline) {
			await sleep(500);
			for (const { id: execution, stoppedAt } of await n8n.executions(id)) {
				if (!stoppedAt || seen.has(execution)) continue;
				seen.add(execution);
				const run = await n8n.execution(execution);
				note(trigger.name, run, 'Nothing is lost');
				failed ||= run.error !== undefined;
			}
		}
		await n8n.deactivate(id);
		if (!failed) missed.push(`${title}: no poll of ${trigger.name} failed`);
	};

	const [failingServer, credential] = await start();
	await Promise.all([
		byHand(failingServer, credential),
		publishing(failingServer, credential),
		laterPoll(),
	]);
	if (!mayWork && failingServer.hits.length === 0) missed.push(`${title}: no fault at all`);
}
