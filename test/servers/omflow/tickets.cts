/** Tickets of one form and the missions that come of them, after omflow-rest. */

/** A ticket as the list of its form answers it, cut down to what tests need. */
export interface OmflowTicket {
	/** Its `data_id`. */
	id: number;
	data_no: string;
	title: string;
	/** As text (omflow-rest). */
	status: string;
	closed: boolean;
	/** The form's only field, which it requires. */
	formitm_2: string;
}

/** A mission: what a ticket waits for. */
export interface OmflowMission {
	data_id: number;
	data_no: string;
	title: string;
	status: string;
	/** The ID of whose it is. */
	assignee_id: number;
}

/** The form that the stand-in knows. */
export const formPath = 'leave-request';

type Body = Record<string, unknown>;
type Refuse = (words: string) => Error;

const slice = <T,>(rows: T[], { start = 0, limit = 100 }: Body): T[] =>
	rows.slice(Number(start), Math.max(Number(start), Number(limit)));

/**
 * The calls about tickets and missions.
 * @param refuse makes the refusal, 404 in the envelope, that OMFLOW words so
 */
export function makeTickets(refuse: Refuse) {
	const tickets: OmflowTicket[] = [];
	const missions: OmflowMission[] = [];
	const fieldOf = (body: Body): string => {
		const fields = (body.formdata ?? []) as Array<{ id?: string; value?: unknown }>;
		const { value } = fields.find(({ id }) => id === 'FORMITM_2') ?? {};
		// Says no more than this (seen).
		if (!value) throw refuse('Missing required fields.');
		return String(value);
	};
	const edit = (body: Body): string => {
		const formitm_2 = fieldOf(body);
		if (body.action === 'update') {
			const found = tickets.find(({ id }) => id === body.data_id);
			if (!found) throw refuse('The data does not exist.');
			found.formitm_2 = formitm_2;
			return '';
		}
		if (body.action !== 'create') {
			throw refuse('Please provide the correct action to add, edit or delete.');
		}
		const id = tickets.length + 1;
		const data_no = `LEAVE${String(id).padStart(5, '0')}`;
		tickets.push({ id, data_no, title: '休暇', status: '1', closed: false, formitm_2 });
		return data_no;
	};
	/** Of a person without missions the server asks no table at all (seen). */
	const missionsOf = (userId: number, body: Body) => {
		const own = missions.filter(({ assignee_id }) => assignee_id === userId);
		if (own.length > 0) return slice(own, body);
		throw refuse(
			"Query failed, the error message is as follows:'NoneType' object has no attribute 'objects'",
		);
	};
	return { tickets, missions, edit, list: (body: Body) => slice(tickets, body), missionsOf };
}
