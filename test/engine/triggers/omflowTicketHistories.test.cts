import type { IDataObject } from 'n8n-workflow';

import { startAll, type All } from '../../servers/all.cts';
import type { OmflowTicket } from '../../servers/omflow/tickets.cts';
import type { Random } from '../../unit/triggers/happenings.cts';
import { playHistories, type Play } from './histories.cts';

/** OMFLOW's trigger over time: the tickets of a form whose steps run in parallel, and missions. */

/** Where a ticket waits, and whether it is closed. */
interface Place {
	waits: string;
	closed: boolean;
}
interface Known {
	tickets: Map<string, Place>;
	missions: Set<number>;
}

const form = 'purchase';
const events = ['missionAdded', 'ticketClosed', 'ticketCreated', 'ticketMoved'];
const happenings = [
	...['opened', 'opened and closed', 'pushed on', 'works on it', 'stays where it was'],
	...['goes on after the work', 'another form', 'another value', 'mission gone'],
];

const start = async () =>
	await startAll({ akashi: { staff: 1 }, omflow: { users: 3 }, amServer: { users: 1 } });

function begin({ omflow }: All, random: Random): Play<Known> {
	const { flow_uuid: ours } = (omflow.openTicket(form, {}), omflow.tickets.at(-1)!);
	const own = () => omflow.tickets.filter((one) => one.flow_uuid === ours && !one.history);
	const waiting = () => own().filter(({ closed, running }) => !closed && !running);
	const working = () => own().filter(({ running }) => running);
	const pick = <T,>(list: T[], choose: Random): T => list[choose(list.length)];
	/** By the number of a ticket, its rows. */
	const byNumber = () => {
		const all = new Map<string, OmflowTicket[]>();
		for (const one of own()) all.set(one.data_no, [...(all.get(one.data_no) ?? []), one]);
		return all;
	};
	const placeOf = (rows: OmflowTicket[]): Place => ({
		waits: JSON.stringify(
			rows.filter(({ closed, running }) => !closed && !running).map(({ id }) => id),
		),
		closed: rows.every(({ closed }) => closed),
	});
	const known = (): Known => ({
		tickets: new Map([...byNumber()].map(([number, rows]) => [number, placeOf(rows)])),
		missions: new Set(omflow.missions.map(({ id }) => id!)),
	});
	for (let one = random(4); one > 0; one--) omflow.openTicket(form, {});

	return {
		parameters: { events, form: { __rl: true, mode: 'path', value: form } },
		happen: (choose) => {
			const kind = choose(12);
			if (kind < 4 && waiting().length > 0) {
				omflow.pushTicket(pick(waiting(), choose).id);
				return 'pushed on';
			}
			if (kind < 6 && waiting().length > 0) {
				pick(waiting(), choose).running = true;
				return 'works on it';
			}
			if (kind < 9 && working().length > 0) {
				const one = pick(working(), choose);
				one.running = false;
				if (choose(2)) return 'stays where it was';
				omflow.pushTicket(one.id);
				return 'goes on after the work';
			}
			if (kind === 9) {
				omflow.openTicket('leave-request', {});
				return 'another form';
			}
			if (kind === 10 && omflow.missions.length > 0) {
				omflow.missions.splice(choose(omflow.missions.length), 1);
				return 'mission gone';
			}
			if (kind === 11 && own().length > 0) {
				pick(own(), choose).formitm_2 = `值 ${choose(1000)}`;
				return 'another value';
			}
			omflow.openTicket(form, {});
			const { data_no: number } = omflow.tickets.at(-1)!;
			if (choose(3)) return 'opened';
			for (let one; (one = waiting().find(({ data_no }) => data_no === number)); ) {
				omflow.pushTicket(one.id);
			}
			return 'opened and closed';
		},
		baseline: known,
		expected: (before) => {
			const must = [...byNumber()].flatMap(([number, rows]): string[] => {
				const [was, is] = [before.tickets.get(number), placeOf(rows)];
				const closed = is.closed && !was?.closed ? [`ticketClosed ${number}`] : [];
				if (!was) return [`ticketCreated ${number}`, ...closed];
				// While OMFLOW works on one of its rows, nobody knows where it goes.
				const moved = is.waits !== was.waits && !is.closed && !rows.some(({ running }) => running);
				return moved ? [`ticketMoved ${number}`] : closed;
			});
			const missions = omflow.missions.filter(({ id }) => !before.missions.has(id!));
			return { must: [...must, ...missions.map(({ id }) => `missionAdded ${id}`)], may: [] };
		},
		next: known,
		wordsOf: ({ event, ticketNumber, missionId }: IDataObject) =>
			`${String(event)} ${String(event === 'missionAdded' ? missionId : ticketNumber)}`,
	};
}

test('tickets and missions over days: all is told once, whatever fails', async () => {
	await playHistories('omflow', start, begin, { happenings, events });
}, 600_000);
