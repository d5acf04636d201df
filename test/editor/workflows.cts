import { DateTime } from 'luxon';
import type { INodeParameters } from 'n8n-workflow';

import type { All } from '../servers/all.cts';
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
	/** Puts into the stand-ins what there has to be. */
	prepare?: (servers: All) => void;
	/** Parameters by which it can be tested at any hour. */
	tested?: INodeParameters;
	/** How many requests it takes, sign-in aside: as many as with IDs and dates, and the lists of names. */
	calls: (servers: All) => number;
}

/** Pages of AKASHI's staff list. */
const staffPages = ({ akashi }: All) => Math.ceil(akashi.staff.length / 20);

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
		// A month of up to 50 people is one call.
		calls: (servers) => staffPages(servers) + 1,
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
		// At any hour of the day somebody must have stamped.
		prepare({ akashi }) {
			const now = DateTime.now().setZone('Asia/Tokyo').toFormat('yyyy/MM/dd HH:mm:ss');
			for (const { staffId } of akashi.staff) akashi.punches.set(staffId, [[now, 11]]);
		},
		// The organizations say which are below; a day of up to 50 people is one call.
		calls: (servers) => staffPages(servers) + 1 + 1,
	},
	{
		file: 'missing-stamps-of-yesterday',
		title: 'Who forgot to stamp yesterday',
		node: 'AKASHI',
		action: 'Find missing stamps',
		// On any day of the week somebody must have forgotten something.
		prepare({ akashi }) {
			const yesterday = DateTime.now().setZone('Asia/Tokyo').minus({ days: 1 });
			const clockedIn = yesterday.toFormat("yyyy/MM/dd '09:00:00'");
			akashi.punches.set(akashi.staff[0].staffId, [[clockedIn, 11]]);
		},
		// Before 5:00 yesterday would not be over.
		tested: { dayStartsAt: 0 },
		// Everybody and yesterday are what it begins with.
		async build() {},
		// Stamps and records of up to 50 people on a day are a call each.
		calls: (servers) => staffPages(servers) + 1 + 1,
	},
	{
		file: 'overtime-of-last-month',
		title: 'Hours and overtime of everybody last month',
		node: 'AKASHI',
		action: 'Summarize attendance',
		async build() {},
		calls: (servers) => staffPages(servers) + 1,
	},
	{
		file: 'man-hours-of-a-project',
		title: 'Man-hours of a project this closing period',
		node: 'AKASHI',
		action: 'Get many man-hours',
		prepare({ akashi }) {
			const today = DateTime.now().setZone('Asia/Tokyo').toISODate();
			for (const [place, { staffId }] of akashi.staff.slice(0, 12).entries()) {
				const task = [8001, 8004][place % 2];
				akashi.manHours.set(`${staffId}|${today}|7001|${task}`, 60 + 15 * place);
			}
		},
		async build(editor) {
			await editor.choose('period', 'This Closing Period');
			await editor.type('closingDay', '20');
			await editor.pick('projectId', '販売管理');
			await editor.turnOn('returnAll');
		},
		// The projects and the project's tasks are one page each.
		calls: (servers) => staffPages(servers) + 1 + 1 + 1,
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
		calls: (servers) => staffPages(servers) + 1,
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
		// The list of users, and a month of each.
		calls: ({ amServer }) => 1 + amServer.users.length,
	},
];
