import { z } from 'zod';

import { eachOncePerRun } from '../../shared/cache';
import type { Client } from '../../shared/client/client';
import { momentOf, type Zones } from '../../shared/dates';
import { watch, type Change } from '../../shared/triggers/event';
import { readLeaves } from '../lists/leaves';
import { lookUp, person, principalField, substituteField } from '../resources/leaveRecord/people';
import { simplifiedLeave, type listedRow } from '../resources/leaveRecord/row';

/** Leave as "Get Many" puts it out. */
export type LeaveRow = z.infer<typeof listedRow>;

const fields = [principalField, substituteField];

const input = (_: Zones, client: Client) =>
	z
		.object({ principal: person, substitute: person })
		.transform(lookUp(client, 'principal', 'substitute'));
type People = z.output<ReturnType<typeof input>>;

/** The lists of a poll by their people: several watches read the same one. */
const listsOnce = eachOncePerRun<Client, LeaveRow[]>();

/** All leave of two people, also cancelled and past leave. */
async function read(client: Client, { principal, substitute }: People): Promise<LeaveRow[]> {
	const name = JSON.stringify([principal.callName, substitute.callName]);
	return await listsOnce(client, name, async () =>
		(await readLeaves(client, { principal, substitute })).map((one) =>
			simplifiedLeave({ ...one, principal }, client.connection.zone),
		),
	);
}

/** What a record is called: the document's rows carry no ID, and not all have an identifier. */
type LeaveName = { leaveId: number } | { identifier: string };

const nameOf = ({ leaveId, identifier }: LeaveRow): LeaveName | undefined =>
	leaveId !== null ? { leaveId } : identifier ? { identifier } : undefined;

/** Names a record by what it is called, otherwise by who is on leave and by some of its times. */
const key = (row: LeaveRow, ...times: Array<string | null>): string =>
	JSON.stringify(nameOf(row) ?? [row.principalId, ...times]);

/** A record that is gone: of it only the name is known. */
function goneLeave(named: string): LeaveRow {
	// Behind the name is a number if several records have the same.
	const known = JSON.parse(named.replace(/ #\d+$/, '')) as
		| LeaveName
		| [number | null, string | null, string | null];
	const [principalId, start, end] = Array.isArray(known) ? known : [null, null, null];
	return {
		leaveId: null,
		identifier: null,
		principalId,
		principalName: null,
		substituteId: null,
		substituteName: null,
		start,
		end,
		cancelled: null,
		principalEmployeeNumber: null,
		principalEmail: null,
		...(Array.isArray(known) ? {} : known),
	};
}

const cancelled = 'cancelled';

/** The records: new, changed and cancelled ones. */
export const leave = watch<LeaveRow, ReturnType<typeof input>>({
	name: 'leave',
	fields,
	input,
	read,
	key: (row) => key(row, row.start, row.end),
	// Not the names of the people: who renames a user does not change their leave.
	compared: ({ identifier, substituteId, start, end, cancelled: isCancelled }) => ({
		identifier,
		substituteId,
		start,
		end,
		cancelled: isCancelled,
	}),
	kept: (row) => (row.cancelled ? cancelled : null),
});

/** Whether a change cancels leave, or leave that is new is cancelled already. */
export const cancels = ({ row, kept }: Change<LeaveRow>): boolean =>
	row?.cancelled === true && kept !== cancelled;

/** Leave that was cancelled before it was gone is no news. */
export const wasCancelled = ({ kept }: Change<LeaveRow>): boolean => kept === cancelled;

/** The leave of a change, as it is now or as far as it is known. */
export const leaveItem = ({ row, key: named }: Change<LeaveRow>): LeaveRow =>
	row ?? goneLeave(named);

/** Leave that reaches its start or its end, and is not cancelled by then. With another time it is another event. */
const reached = (name: string, time: 'end' | 'start') => {
	const of = (row: LeaveRow, zone: string): number =>
		momentOf(row[time], { workflow: zone, system: zone })?.toMillis() ?? NaN;
	return watch<LeaveRow, ReturnType<typeof input>>({
		name,
		fields,
		input,
		read: async (client, people, { from, to }) =>
			(await read(client, people)).filter((row) => {
				const at = of(row, client.connection.zone);
				return !row.cancelled && at >= from && at < to;
			}),
		key: (row) => `${key(row)} ${row[time]}`,
		// Leave may be recorded a day late.
		time: { of, lookBack: 24 },
	});
};

export const leaveStarts = reached('leaveBegins', 'start');
export const leaveStops = reached('leaveEnds', 'end');
