import type { OmflowTicket } from './tickets.cts';

/** The log of a ticket, after the handbook's page 5-09 and the source of 1.1.0.0. */

export interface OmflowWorklog {
	id: number;
	/** Without hyphens. */
	flow_uuid: string;
	data_no: string;
	create_user_id__nick_name: string;
	content: string;
	/** Naive local time. */
	createtime: string;
	substitute_id__nick_name: string | null;
}

type Body = Record<string, unknown>;

/** What the log needs of the server. */
interface Surroundings {
	/** Makes the refusal in the envelope that OMFLOW words so. */
	refuse: (words: string, status?: number) => Error;
	/** The server's local time, naive. */
	now: () => string;
	/** Whether the server is 1.1.0.0, which wants the flow of a ticket and does not know API paths here. */
	old: () => boolean;
	/** Refuses a body that lacks one of these. */
	required: (body: Body, names: string[]) => void;
	tickets: OmflowTicket[];
	/** The step with which alone the caller is to deal, if any: no other row may be named (source of 1.1.0.0). */
	ownStep: () => string | undefined;
	/** The flow of an API path. */
	flowOf: (path: unknown) => string | undefined;
}

const hex = (uuid: unknown) => String(uuid ?? '').replace(/-/g, '');

/** The calls about worklogs. */
export function makeWorklogs(about: Surroundings) {
	const { refuse, now, old, required, tickets, flowOf, ownStep } = about;
	const worklogs: OmflowWorklog[] = [];

	/** The ticket that a body names, by its flow and number. */
	const named = (body: Body) => {
		required(body, old() ? ['data_no'] : ['api_path', 'data_no', 'data_id']);
		const flow = old() ? body.flow_uuid : flowOf(body.api_path);
		if (old() && !/^[0-9a-f]{32}$/.test(String(flow ?? ''))) {
			throw refuse(`['“${flow ?? ''}” is not a valid UUID.']`, 500);
		}
		if (flow === undefined) throw refuse('The flow was not found.');
		const found = tickets.find(
			({ id, flow_uuid }) => id === body.data_id && hex(flow_uuid) === hex(flow),
		);
		if (!found) throw refuse('Omdata matching query does not exist.');
		const own = ownStep();
		if (own !== undefined && found.stop_chart_text !== own) throw refuse('refused', 403);
		// Not compared with data_id (its source).
		return { flow_uuid: hex(flow), data_no: String(body.data_no) };
	};
	const createWorklog = (body: Body, nickName: string) => {
		const ticket = named(body);
		worklogs.push({
			id: worklogs.length + 1,
			...ticket,
			create_user_id__nick_name: nickName,
			content: String(body.content ?? ''),
			createtime: now(),
			substitute_id__nick_name: null,
		});
		return null;
	};
	const listWorklogs = (body: Body): object[] => {
		const { flow_uuid: flow, data_no: number } = named(body);
		return worklogs
			.filter(({ flow_uuid, data_no }) => flow_uuid === flow && data_no === number)
			.map(({ id, data_no: _, substitute_id__nick_name, ...row }) =>
				old()
					? { ...row, createtime: row.createtime.replace('T', ' ') }
					: { id, ...row, substitute_id__nick_name },
			);
	};
	return { worklogs, createWorklog, listWorklogs };
}
