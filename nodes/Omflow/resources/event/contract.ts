import { z } from 'zod';

import type { Call } from '../../../shared/contract';

/** The severities by their numbers. */
export const severities = { 1: 'Info', 2: 'Normal', 3: 'Warning', 4: 'Major', 5: 'Critical' };

/** A number that the document writes as text. */
const severity = z.string().regex(/^[1-5]$/);

const some = z.string().min(1);
/** The handbook's menu of events; the source of the open-source edition 1.1.0.0 has none of it. */
const needs = 'OMFLOW with data collection (資料收集), which the open-source edition lacks';

/**
 * By the page of the handbook, which does not show what they answer. `source2` is the key of an event. The sign-in,
 * which every body carries, is added by the credential.
 */
export const calls = {
	createEvent: {
		source: '5-05 event/create',
		method: 'POST',
		path: '/rest/monitor/api/event/create/',
		needs,
		writes: 'new',
		request: z.object({ title: some, content: some, severity, source2: some }).strict(),
		response: z.unknown(),
	},
	/** Closes all events with the key. */
	closeEvents: {
		source: '5-05 event/close',
		method: 'POST',
		path: '/rest/monitor/api/event/close/',
		needs,
		writes: 'keyed',
		request: z.object({ source2: some }).strict(),
		response: z.unknown(),
	},
} satisfies Record<string, Call>;
