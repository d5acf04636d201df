import { z } from 'zod';

import { asList, asNumber, asText, type Answered } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import { isoOf } from '../../../shared/dates';
import { problemOf } from '../../../shared/errors';
import { operation } from '../../../shared/operation';
import { once } from '../../../shared/reading/single';
import { zoneProblem } from '../../clock';
import { calls as leaveCalls } from '../leaveRecord/contract';
import { calls as userCalls } from '../user/contract';
import { calls } from './contract';

const row = z.object({
	version: z.string().nullable(),
	versionNumber: z.number().nullable(),
	offersUsersByOrganization: z.boolean(),
	offersLeaveRecords: z.boolean(),
	serverTime: z.string().nullable(),
	timeZone: z.string(),
	timeZoneFits: z.boolean().nullable(),
});

/** 1002000001 is 1.2.0.1: three digits a part. Text is as it is. */
function nameOf(version: unknown): string | null {
	const number = asNumber(version);
	if (number === null || !Number.isSafeInteger(number) || number < 1e9) return asText(version);
	const parts = [1e9, 1e6, 1e3, 1].map((unit) => Math.floor(number / unit) % 1e3);
	return parts.join('.');
}

/** What a server answers; nothing if it refuses, and `offered` says whether it knows the call at all. */
async function asked<T>(asking: Promise<unknown>): Promise<{ offered: boolean; answer?: T }> {
	try {
		return { offered: true, answer: (await asking) as T };
	} catch (error) {
		const problem = problemOf(error);
		const { kind, code, unknownCall, endsRun } = problem.facts;
		if (kind === 'refused' && code !== undefined && !endsRun) return { offered: !unknownCall };
		throw problem;
	}
}

/** The first user besides the system user, whose ID is 1 (seen). */
async function anybody(client: Client): Promise<string> {
	const users = (await client.call(userCalls.listUsers, {
		search_columns: ['id', 'username'],
		search_conditions: [{ column: 'id', condition: '>', value: 1 }],
		order_columns: ['id'],
		start: 0,
		limit: 1,
	})) as Answered<typeof userCalls.listUsers>;
	return asText(asList(users)[0]?.username) ?? '-';
}

/**
 * server-version/get, and what other calls tell that only read. Users, departments, forms, missions and worklogs are
 * offered by the oldest known version, 1.1.0.0; whether events are cannot be asked without raising one.
 */
export const getVersion = operation({
	entry: {
		name: 'Get Version',
		value: 'getVersion',
		action: 'Get server version',
		description:
			'Get the version of the server, which calls it offers that not all do, and whether the time zone in the credential fits its clock',
	},
	fields: [],
	input: () => z.object({}),
	execute: once(async (client): Promise<z.infer<typeof row>> => {
		type Version = Answered<typeof calls.getServerVersion>;
		const { version } = (await asked<Version>(client.call(calls.getServerVersion))).answer ?? {};
		// No organization has this code.
		const members = await asked(client.call(userCalls.listByOrganization, { org_no: ['-'] }));
		const name = await anybody(client);
		const leaves = await asked<Answered<typeof leaveCalls.listLeaves>>(
			client.call(leaveCalls.listLeaves, { principal: name, substitute: name }),
		);
		const { zone } = client.connection;
		const serverTime = isoOf(leaves.answer?.now_time, zone);
		return {
			version: nameOf(version),
			versionNumber: asNumber(version),
			offersUsersByOrganization: members.offered,
			offersLeaveRecords: leaves.offered,
			serverTime,
			timeZone: zone,
			timeZoneFits: serverTime === null ? null : !zoneProblem(leaves.answer?.now_time, zone),
		};
	}),
	output: row,
});
