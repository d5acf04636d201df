import { limits } from '../../../nodes/Akashi/contract.ts';
import { byNode, cells, slashed, type Akashi, type Job } from '../job.cts';

const wednesday = '2025-03-12';
const marchDays = { period: 'custom', startDate: '2025-03-01', endDate: '2025-03-31' };

/** Working records of a quarter. */
export async function records(akashi: Akashi): Promise<Job> {
	const { standIn, staff, share } = akashi;
	const workers = staff.slice(0, 500 * share).map(({ staffId }) => staffId);
	const held = await standIn.ask('workingRecords', workers, '20250101', '20250331');
	const parameters = {
		resource: 'workingRecord',
		operation: 'getAll',
		staff: 'selected',
		staffIds: workers,
		period: 'custom',
		startDate: '2025-01-01',
		endDate: '2025-03-31',
		returnAll: true,
		options: { addNames: false },
	};
	const calls = Math.ceil(workers.length / limits.staffIds) * 3;
	return {
		work: `working records of ${workers.length} staff over 90 days`,
		items: [{}],
		rows: held.map(({ staffId, date, start_time, end_time }) =>
			cells(staffId, date, start_time, end_time),
		),
		contestants: [
			byNode(akashi, parameters, calls, ({ staffId, date, startTime, endTime }) => [
				cells(staffId, date.replaceAll('-', '/'), slashed(startTime), slashed(endTime)),
			]),
		],
	};
}

const everybodyOf = ({ staff }: Akashi) => staff.map(({ staffId }) => staffId);
const groupsOf = (people: number) => Math.ceil(people / limits.staffIds);
/** The stamps of everybody on the working day. */
const stampsOfDay = async (akashi: Akashi) =>
	await akashi.standIn.ask('stamps', everybodyOf(akashi), '20250312050000', '20250313045959');
const attendance = { resource: 'attendance', simplify: false };

/** Where everybody was at the end of a day. */
export async function dailyStatus(akashi: Akashi): Promise<Job> {
	const everybody = everybodyOf(akashi);
	const latest = new Map(
		(await stampsOfDay(akashi)).map(({ staffId, stamped_at }) => [staffId, stamped_at]),
	);
	const calls =
		akashi.pages + groupsOf(everybody.length) + groupsOf(everybody.length - latest.size);
	const parameters = { ...attendance, operation: 'getDailyStatus', date: wednesday };
	return {
		work: `daily status of ${everybody.length} people`,
		items: [{}],
		rows: everybody.map((staffId) => cells(staffId, latest.get(staffId) ?? '')),
		contestants: [
			byNode(akashi, parameters, calls, ({ staffId, lastStampAt }) => [
				cells(staffId, slashed(lastStampAt ?? '')),
			]),
		],
	};
}

/** Who forgot to stamp: on a day the stand-in's people stamp never, once when they come, or as they should. */
export async function missing(akashi: Akashi): Promise<Job> {
	const everybody = everybodyOf(akashi);
	const counts = new Map(everybody.map((staffId) => [staffId, 0]));
	for (const { staffId } of await stampsOfDay(akashi)) {
		counts.set(staffId, counts.get(staffId)! + 1);
	}
	const lacking: Record<number, string> = { 0: 'all', 1: 'clockOut' };
	const parameters = {
		...attendance,
		operation: 'findMissing',
		period: 'custom',
		startDate: wednesday,
		endDate: wednesday,
	};
	return {
		work: `missing stamps of ${everybody.length} people on a day`,
		items: [{}],
		rows: [...counts].flatMap(([staffId, count]) =>
			count in lacking ? [cells(staffId, wednesday, lacking[count])] : [],
		),
		contestants: [
			byNode(
				akashi,
				parameters,
				akashi.pages + 2 * groupsOf(everybody.length),
				({ staffId, date, missing: kind }) => [cells(staffId, date, kind)],
			),
		],
	};
}

/** How long everybody worked in a month. */
export async function summary(akashi: Akashi): Promise<Job> {
	const everybody = everybodyOf(akashi);
	const worked = new Map(everybody.map((staffId) => [staffId, 0]));
	for (const day of await akashi.standIn.ask('workingRecords', everybody, '20250301', '20250331')) {
		if (day.start_time || day.end_time) worked.set(day.staffId, worked.get(day.staffId)! + 1);
	}
	const parameters = { ...attendance, operation: 'summarize', ...marchDays };
	return {
		work: `hours of a month of ${everybody.length} people`,
		items: [{}],
		rows: [...worked].map(([staffId, days]) => cells(staffId, days)),
		contestants: [
			byNode(
				akashi,
				parameters,
				akashi.pages + groupsOf(everybody.length),
				({ staffId, daysWorked }) => [cells(staffId, daysWorked)],
			),
		],
	};
}
