import { triggerEvent } from '../../shared/triggers/event';
import { missionRow } from '../resources/mission/row';
import { missions, type MissionRow } from '../watches/missions';

export const missionAdded = triggerEvent<MissionRow>({
	entry: {
		name: 'New Mission',
		value: 'missionAdded',
		description:
			'When a ticket begins to wait for the user of the credential or their organization',
	},
	watch: missions,
	of: ['added'],
	item: ({ row }) => row!,
	output: missionRow,
});
