import type { Editor } from './editor.cts';

/** Ordinary jobs, each of one node after the trigger, as somebody who does not program builds it. */
export interface ByHand {
	/** Name of its files. */
	file: string;
	/** What it does. */
	title: string;
	node: 'AKASHI' | 'OMFLOW' | 'am-server';
	action: string;
	build: (editor: Editor) => Promise<void>;
}

export const byHand: ByHand[] = [
	{
		file: 'hours-of-last-month',
		title: 'Hours of everybody last month',
		node: 'AKASHI',
		action: 'Get many working records',
		async build(editor) {
			await editor.choose('period', 'Last Month');
			await editor.turnOn('returnAll');
		},
	},
	{
		file: 'stamps-of-a-department',
		title: "Today's stamps of one department",
		node: 'AKASHI',
		action: 'Get many stamps',
		async build(editor) {
			await editor.choose('staff', 'By Organization');
			await editor.pick('organizationId', '営業部');
			await editor.turnOn('returnAll');
		},
	},
	{
		file: 'man-hours-of-a-project',
		title: 'Man-hours of a project this closing period',
		node: 'AKASHI',
		action: 'Get many man-hours',
		async build(editor) {
			await editor.choose('period', 'This Closing Period');
			await editor.type('closingDay', '20');
			await editor.pick('projectId', '販売管理');
			await editor.turnOn('returnAll');
		},
	},
	{
		file: 'transfer',
		title: 'Transfer of somebody picked by name',
		node: 'AKASHI',
		action: 'Create transfer',
		async build(editor) {
			await editor.pick('staffId', '吉田');
			await editor.type('transferDate', '2027-04-01 00:00:00');
			await editor.type('employmentCategory', '正社員');
			await editor.pick('newOrganization', '総務部');
		},
	},
	{
		file: 'attendance-of-last-month',
		title: 'Attendance of all users of am-server last month',
		node: 'am-server',
		action: 'Get many attendance days',
		async build(editor) {
			await editor.choose('period', 'Last Month');
			await editor.turnOn('returnAll');
		},
	},
];
