import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import type { Span } from '../attendance/model';
import type { Client } from '../client/client';
import type { Zones } from '../dates';

/** What became of a row since the poll before. */
export interface Change<Row> {
	kind: 'added' | 'changed' | 'removed';
	/** As `Watch.key` names the row. */
	key: string;
	/** The row as it is now; undefined if it is gone. */
	row?: Row;
	/** What `Watch.kept` kept of the row as it was, if it changed or is gone. */
	kept?: string;
	/** The compared fields that differ; all of a row that was added, and none of one that is gone. */
	fields: string[];
	/** Whether a compared field had no value at the poll before. Always so for a row that was added. */
	wasEmpty: (field: string) => boolean;
	/**
	 * The compared fields that differ, with their values. `old` is only known as long as n8n runs: the stored state has
	 * digests alone.
	 */
	changed: () => Record<string, { old?: IDataObject[string]; new: IDataObject[string] }>;
}

/** What a trigger reads to find events: a list that is compared with how it was at the poll before. */
export interface Watch<Row = unknown, Schema extends z.ZodTypeAny = z.ZodTypeAny> {
	/** Its name in the stored state: it must never change. */
	name: string;
	/** Fields of the editor, by which `input` is filled. The same field may belong to several watches. */
	fields: INodeProperties[];
	/** Checks and converts what the fields send. */
	input: (zones: Zones, client: Client) => Schema;
	/** Checks the values together. Returns a parameter, and why it is refused. */
	check?(values: z.output<Schema>): [string, string] | undefined;
	/**
	 * Reads the rows: those of a span of time (milliseconds since 1970, without its end) if the watch has `time`,
	 * otherwise all that there are; the span then is the time since the last poll.
	 * @param isFirst whether this is its first read, by which it knows what is no event: lists that are kept are read anew
	 */
	read(client: Client, values: z.output<Schema>, span: Span, isFirst?: boolean): Promise<Row[]>;
	/** Names a row, always the same way. Rows with equal names are told apart by their number. */
	key(row: Row): string;
	/** The values whose change is an event, by the names of the output. Without it, rows never change. */
	compared?(row: Row): IDataObject;
	/** What to remember of a row for the event of its change or removal: short, without commas, and no secret. */
	kept?(row: Row): string | null;
	/** It is no event when a row is gone: then the state needs no names, and is half the size. */
	neverGone?: true;
	/** For rows that belong to a moment. */
	time?: {
		/** Its moment; NaN if it cannot be read. `zone` is that of the system's offset-less times. */
		of(row: Row, zone: string): number;
		/**
		 * How late a row may come, in hours, if the user does not choose: so much is read again at every poll. 0 if the
		 * rows of a moment are complete as soon as it has passed.
		 */
		lookBack: number;
		/** The server's clock may be ahead: rows up to so many milliseconds from now are read. */
		ahead?: number;
		/** Long spans may be read in parts. */
		inParts?: true;
	};
}

/** One event of a trigger, as data. */
export interface TriggerEvent<Row = unknown> {
	/** The entry of the list of events; its `value` is what workflows save and what items have under `event`. */
	entry: { name: string; value: string; description: string };
	watch: Watch<Row>;
	/** Which changes it may be. */
	of: Array<Change<Row>['kind']>;
	/** Which of them it is; all by default. */
	when?(change: Change<Row>): boolean;
	/** The item without `event`. `zone` is that of the system's offset-less times. */
	item(change: Change<Row>, zone: string): IDataObject;
	/** The shape of an item as the editor shows it before a first run. */
	output: z.ZodObject<z.ZodRawShape>;
}

/** Types an event by its watch. */
export const triggerEvent = <Row>(it: TriggerEvent<Row>): TriggerEvent => it as TriggerEvent;

/** Types a watch by its own input. */
export const watch = <Row, Schema extends z.ZodTypeAny>(it: Watch<Row, Schema>): Watch<Row> =>
	it as unknown as Watch<Row>;

/** `Change.changed` in an item. */
export const changedFields = z.record(z.object({ old: z.unknown().optional(), new: z.unknown() }));
