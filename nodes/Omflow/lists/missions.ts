import type { z } from 'zod';

import type { Loose } from '../../shared/answers';
import type { Client } from '../../shared/client/client';
import { allOf } from '../../shared/reading/pagination';
import { hasNoTable } from '../omflow';
import { calls, type mission } from '../resources/mission/contract';
import { readRows } from './rows';

export type AnsweredMission = Loose<z.infer<typeof mission>>;

/** The missions of the caller. None is an empty list, though the server refuses it (seen). */
export const readMissions = readRows(calls.listMissions, hasNoTable);

/** All of them. */
export const allMissions = async (client: Client): Promise<AnsweredMission[]> =>
	await allOf(readMissions, (row: AnsweredMission) => row)(client, {});
