import type { CredentialReference } from '../../n8n/instance.cts';
import { formPath } from '../../servers/omflow/tickets.cts';
import { ticketsByPages, worklogsOneByOne } from '../byHand.cts';
import { cells, nodeStep, type Job } from '../job.cts';
import type { OmflowAnswers, StandInProcess } from '../standIn.cts';

const form = { __rl: true, mode: 'path', value: formPath };

/** The tickets of a form, and an entry in the log of each. */
export async function ticketJobs(
	standIn: StandInProcess<OmflowAnswers>,
	credential: CredentialReference,
): Promise<Job[]> {
	const { url } = await standIn.ask('connection');
	const tickets = await standIn.ask('tickets');
	const omflow = { base: `${url}/rest/flowmanage/api`, credential };
	const listed: Job = {
		work: `${tickets.length} tickets listed`,
		goal: 0.35,
		items: [{}],
		rows: tickets.map((one) =>
			cells(one.data_no, one.title, one.stop_chart_text, one.formitm_2, one.closed),
		),
		standIn,
		contestants: [
			{
				who: 'OMFLOW node',
				steps: [
					nodeStep('omflow', credential, {
						resource: 'ticket',
						operation: 'getAll',
						form,
						returnAll: true,
					}),
				],
				calls: Math.floor(tickets.length / 1000) + 1,
				rows: (one) => [
					cells(one.ticketNumber, one.title, one.step, one.fields.FORMITM_2, one.closed),
				],
			},
			ticketsByPages(omflow, tickets.length),
		],
	};
	const items = tickets.map(({ id, data_no: number }) => ({
		number,
		dataId: id,
		content: `確認 ${id}`,
	}));
	const rows = items.map(({ number, content }) => cells(number, content));
	const logged: Job = {
		work: `${items.length} worklogs created`,
		items,
		rows,
		written: Object.fromEntries(
			items.map(({ number, content }) => [[number, content].join('|'), 1]),
		),
		standIn,
		once: true,
		contestants: [
			{
				who: 'OMFLOW node',
				steps: [
					nodeStep('omflow', credential, {
						resource: 'worklog',
						operation: 'create',
						form,
						ticketNumber: '={{ $json.number }}',
						content: '={{ $json.content }}',
					}),
				],
				// The tickets are looked up, a hundred at a time.
				calls: items.length + Math.ceil(items.length / 100),
				atOnce: 4,
				rows: ({ ticketNumber, content }) => [cells(ticketNumber, content)],
			},
			worklogsOneByOne(omflow, rows),
		],
	};
	return [listed, logged];
}
