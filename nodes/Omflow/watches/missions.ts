import { z } from 'zod';

import type { Client } from '../../shared/client/client';
import { watch } from '../../shared/triggers/event';
import { allMissions } from '../lists/missions';
import { simplifiedMission, type missionRow } from '../resources/mission/row';

export type MissionRow = z.infer<typeof missionRow>;

/** What waits for the user of the credential. */
export const missions = watch<MissionRow, z.ZodTypeAny>({
	name: 'missions',
	fields: [],
	input: () => z.object({}),
	read: async (client: Client) =>
		(await allMissions(client)).map((row) => simplifiedMission(row, client.connection.zone)),
	key: ({ missionId }) => String(missionId),
});
