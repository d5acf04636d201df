import type { z } from 'zod';

import { asText, type Loose } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { Directory } from '../../shared/directory';
import { unlessRefused } from '../../shared/errors';
import { allOf } from '../../shared/reading/pagination';
import { hasNoTable } from '../words';
import { calls, type mission } from '../resources/mission/contract';
import { flowId, formDirectory } from './forms';
import { readRows } from './rows';

export type AnsweredMission = Loose<z.infer<typeof mission>>;

/** The missions of the caller. None is an empty list, though the server refuses it (seen). */
export const readMissions = readRows(calls.listMissions, hasNoTable);

/** All of them. */
export const allMissions = async (client: Client): Promise<AnsweredMission[]> =>
	await allOf(readMissions, (row: AnsweredMission) => row)(client, {});

/** The caller's missions by their IDs: read once per run. */
export const missionDirectory = new Directory(
	'mission',
	'among your missions: it may be done already',
	allMissions,
	{ id: ({ id }) => id },
);

/**
 * The API path of a mission's form: of the mission itself, as later versions have it, or else of its flow.
 * @returns undefined where the server tells neither
 */
export async function formOfMission(
	client: Client,
	{ api_path, flow_uuid }: AnsweredMission,
): Promise<string | undefined> {
	const told = asText(api_path);
	if (told) return told;
	const flow = flowId(flow_uuid);
	const forms = await unlessRefused(formDirectory.rows(client), []);
	return flow === '' ? undefined : forms.find((one) => one.flow === flow)?.path;
}
