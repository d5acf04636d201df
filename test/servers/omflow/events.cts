/** Events, after the handbook's page 5-05, which does not show the answers. */

export interface OmflowEvent {
	id: number;
	title: string;
	content: string;
	severity: number;
	/** Their key. */
	source2: string;
	closed: boolean;
}

/** What the handbook leaves open. */
export interface EventOptions {
	/** What the two calls answer: nothing unless told, or the IDs of the events. */
	eventsAnswer?: 'nothing' | 'ids';
}

type Body = Record<string, unknown>;

/**
 * The calls about events.
 * @param required refuses a body that lacks one of these
 * @param wrong makes the refusal of a field
 */
export function makeEvents(
	options: () => EventOptions,
	required: (body: Body, names: string[]) => void,
	wrong: (names: string[]) => Error,
) {
	const events: OmflowEvent[] = [];
	const answer = <T,>(ids: T) => (options().eventsAnswer === 'ids' ? ids : null);
	const createEvent = (body: Body) => {
		required(body, ['title', 'content', 'severity', 'source2']);
		const { title, content, source2 } = body as Record<string, string>;
		// The example has it as text.
		if (!/^[1-5]$/.test(String(body.severity))) throw wrong(['severity']);
		const id = events.length + 1;
		events.push({ id, title, content, severity: Number(body.severity), source2, closed: false });
		return answer(id);
	};
	const closeEvents = (body: Body) => {
		required(body, ['source2']);
		const meant = events.filter(({ source2, closed }) => source2 === body.source2 && !closed);
		for (const one of meant) one.closed = true;
		return answer(meant.map(({ id }) => id));
	};
	return { events, createEvent, closeEvents };
}
