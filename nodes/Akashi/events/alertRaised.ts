import { triggerEvent } from '../../shared/triggers/event';
import { row } from '../resources/alert/getAll';
import { alerts, type AlertRow } from '../watches/alerts';

export const alertRaised = triggerEvent<AlertRow>({
	entry: {
		name: 'Alert Raised',
		value: 'alertRaised',
		description: 'When AKASHI raises an alert (アラート), such as a forgotten stamp',
	},
	watch: alerts,
	of: ['added'],
	item: ({ row: alert }) => alert!,
	output: row,
});
