import type { IDataObject, INodeParameters, IPollFunctions } from 'n8n-workflow';

import type { Client } from '../client/client';
import { momentOf } from '../dates';
import { checker } from '../engine/check';
import { parameterReader } from '../engine/parameters';
import { badInput, Problem } from '../errors';
import { dateWords, wholeNumber } from '../inputs';
import type { TriggerEvent, Watch } from './event';
import { watchFields } from './fields';
import { digest } from './state';

/** A watch with the values of its fields, and the events chosen of it. */
export interface Chosen {
	watch: Watch;
	values: IDataObject;
	/** Digest of all that decides what it reads. */
	settings: string;
	events: TriggerEvent[];
}

/** What "Options" say. */
export interface TriggerOptions {
	includeExisting: boolean;
	/** Items. */
	limitPerPoll: number;
	/** Hours. */
	lookBack?: number;
	/** Milliseconds since 1970. */
	since?: number;
}

/** The chosen events. @throws Problem when there is none, or one that nobody knows */
export function chosenEvents(context: IPollFunctions, events: TriggerEvent[]): TriggerEvent[] {
	const names = [context.getNodeParameter('events', [])].flat() as string[];
	const unknown = names.find((name) => !events.some(({ entry }) => entry.value === name));
	if (unknown !== undefined) {
		throw badInput('Events', `contains "${unknown}", which is no event of this node`);
	}
	if (names.length === 0) throw badInput('Events', 'must name at least one event');
	return events.filter(({ entry }) => names.includes(entry.value));
}

/** The watches of the chosen events, each with what its fields say. @throws Problem when a field is wrong */
export async function chosenWatches(
	context: IPollFunctions,
	client: Client,
	events: TriggerEvent[],
): Promise<Chosen[]> {
	const node = context.getNode();
	const { connection, system } = client;
	const zones = { workflow: context.getTimezone(), system: connection.zone };
	const account = [node.credentials?.[system.credentialType]?.id, connection];
	const chosen: Chosen[] = [];
	for (const watch of new Set(events.map((one) => one.watch))) {
		const own = events.filter((one) => one.watch === watch);
		const fields = watchFields(own);
		const read = parameterReader(node, fields, {
			parameter: (name) => context.getNodeParameter(name, undefined),
			// A poll has no item, and no engine that evaluates several expressions at once.
			expression: () => undefined,
			json: () => ({}),
		});
		const { sent, problem } = read(0);
		if (problem) throw problem;
		const values = await checker(fields, watch.input(zones, client))(sent);
		if (values instanceof Problem) throw values;
		const wrong = watch.check?.(values);
		if (wrong) throw badInput(...wrong);
		chosen.push({ watch, values, settings: digest([account, sent]), events: own });
	}
	return chosen;
}

/** @throws Problem when an option is wrong */
export function optionsOf(context: IPollFunctions, zone: string): TriggerOptions {
	const given = context.getNodeParameter('options', {}) as INodeParameters;
	const number = (name: string, words: string, least: number, most?: number) => {
		if (given[name] === undefined || given[name] === '') return undefined;
		const parsed = wholeNumber(least, most).safeParse(given[name]);
		if (!parsed.success) throw badInput(words, parsed.error.issues[0].message);
		return parsed.data;
	};
	const { since } = given;
	const moment = since ? momentOf(since, { workflow: context.getTimezone(), system: zone }) : null;
	if (since && !moment) throw badInput('Since', dateWords);
	return {
		includeExisting: given.includeExisting === true,
		limitPerPoll: number('limitPerPoll', 'Limit per Poll', 1) ?? Infinity,
		lookBack: number('lookBack', 'Look Back (Hours)', 2, 1488),
		...(moment ? { since: moment.toMillis() } : {}),
	};
}
