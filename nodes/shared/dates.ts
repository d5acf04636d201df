import { DateTime } from 'luxon';

/** The zone of workflow times without an offset, and the zone of the system's days. */
export interface Zones {
	workflow: string;
	system: string;
}

/** A day and a time as people write them, which is not always ISO 8601. */
const written =
	/^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** ISO 8601 that names a day: year, month and day, week and day, or day of the year. */
const iso =
	/^(\d{4}-?(?:\d{2}-?\d{2}|W\d{2}-?\d|\d{3}))(?:T(\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?)(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** A point in time as entered, in the system's zone. */
interface Given {
	/** The moment itself; the first of a day when only a day was given. */
	moment: DateTime;
	/** The start of the day, if the value means a day: it has no time, or midnight. */
	day?: DateTime;
	/** It is midnight only in UTC: either a day, or a moment in another zone. */
	inUtcOnly?: boolean;
}

/** Text as ISO 8601 in its parts; undefined when it is no date. */
function partsOf(text: string): { day: string; time: string; offset: string } | undefined {
	const match = written.exec(text);
	if (match) {
		const [, year, month, date, time = '', offset = ''] = match;
		const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
		return { day, time: time.replace(/^\d:/, '0$&'), offset };
	}
	const [, day, time = '', offset = ''] = iso.exec(text.toUpperCase()) ?? [];
	return day === undefined ? undefined : { day, time, offset };
}

/** Midnight as people and programs write it. */
const midnight = /^[0:]*([.,]0+)?$/;

const isMidnight = (at: DateTime) => +at === +at.startOf('day');

/**
 * Reads values of n8n's date picker, of expressions (luxon, Date) and of users: ISO 8601 in all forms that include a
 * day. A space instead of the `T` and slashes instead of hyphens are allowed.
 *
 * n8n's date picker and `$today` represent a day as midnight. So midnight means a day, for every type of value, and
 * the same calendar day in the system's zone, whatever the workflow's zone: somebody in another country who enters
 * 1 April means the attendance of 1 April. Midnight is checked in the zone of a luxon date or at the offset of a
 * text. A value in UTC (a Date, text with a `Z`) may have lost its zone: there, midnight in the workflow's zone
 * counts as well.
 *
 * Any other time is a moment; without an offset it is in the workflow's zone.
 * @returns undefined when it is not a date
 */
function read(value: unknown, zones: Zones): Given | undefined {
	if (value instanceof Date) return given(DateTime.fromJSDate(value, { zone: 'UTC' }), zones);
	if (DateTime.isDateTime(value)) return given(value, zones);
	const parts = typeof value === 'string' ? partsOf(value.trim()) : undefined;
	if (!parts) return undefined;
	const { day, time, offset } = parts;
	if (offset === '' && midnight.test(time)) {
		const at = DateTime.fromISO(day, { zone: zones.system });
		return at.isValid ? { moment: at, day: at } : undefined;
	}
	const at = DateTime.fromISO(`${day}T${time}${offset}`, { zone: zones.workflow, setZone: true });
	// 24:00 is the end of a day, not the next day.
	return given(at, zones, !time.startsWith('24'));
}

function given(at: DateTime, { workflow, system }: Zones, mayBeDay = true): Given | undefined {
	if (!at.isValid) return undefined;
	const moment = at.setZone(system);
	const there = at.setZone(workflow);
	const zoneLost = at.zone.isUniversal && at.offset === 0;
	// If clocks go forward at midnight, a day starts at 1:00: its offset shows that it is the workflow's.
	const shown = isMidnight(at) || !(zoneLost || at.offset === there.offset) ? at : there;
	if (!mayBeDay || !isMidnight(shown)) return { moment };
	const { year, month, day } = shown;
	return {
		moment,
		day: DateTime.fromObject({ year, month, day }, { zone: system }),
		inUtcOnly: zoneLost && !isMidnight(there),
	};
}

/** The day a value falls on, as its first moment in the system's zone; undefined when it is no date. */
export function dayOf(value: unknown, zones: Zones): DateTime | undefined {
	const given = read(value, zones);
	return given && (given.day ?? given.moment.startOf('day'));
}

/** The moment itself, with its milliseconds, also where it is midnight; undefined when it is no date. */
export const momentOf = (value: unknown, zones: Zones): DateTime | undefined =>
	read(value, zones)?.moment;

/** The moment at which a span starts: a day starts with its first second. */
export function startOf(value: unknown, zones: Zones): DateTime | undefined {
	const given = read(value, zones);
	return given && (given.day ?? given.moment.startOf('second'));
}

/**
 * The start of something that is written. Midnight in UTC alone is taken as that moment, so that nothing is
 * recorded for other hours. For a read, the whole day only means more rows.
 */
export function writtenStartOf(value: unknown, zones: Zones): DateTime | undefined {
	const given = read(value, zones);
	if (given?.inUtcOnly) return given.moment.startOf('second');
	return startOf(value, zones);
}

/** The last second of a span: a day given as its end belongs to the span. */
export function endOf(value: unknown, zones: Zones): DateTime | undefined {
	const given = read(value, zones);
	return given && (given.day?.endOf('day') ?? given.moment).startOf('second');
}

/** The form of nearly all times. What else luxon can read, such as 29 February, is left to it. */
const common =
	/^\d{4}[-/](?:(?:0[1-9]|1[0-2])[-/](?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])[-/](?:29|30)|(?:0[13578]|1[02])[-/]31)[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;

const offsets = new Map<string, string | undefined>();

/** The offset of a zone that never changes, such as +09:00: such times can be converted as text. */
function offsetOf(zone: string): string | undefined {
	if (!offsets.has(zone)) {
		const now = DateTime.now().setZone(zone);
		const fixed = now.isValid && now.zone.isUniversal && now.offset !== 0;
		offsets.set(zone, fixed ? now.toFormat('ZZ') : undefined);
	}
	return offsets.get(zone);
}

/** A system's offset-less local time as ISO 8601 with its offset; null stays null, and text that cannot be read stays as it is. */
export function isoOf(local: unknown, zone: string): string | null {
	if (typeof local !== 'string' || local === '') return null;
	const offset = common.test(local) && offsetOf(zone);
	if (offset) {
		const [year, month, day] = [local.slice(0, 4), local.slice(5, 7), local.slice(8, 10)];
		return `${year}-${month}-${day}T${local.slice(11)}${offset}`;
	}
	const at = DateTime.fromISO(local.replace(/\//g, '-').replace(' ', 'T'), { zone });
	return at.isValid ? at.toISO({ suppressMilliseconds: true }) : local;
}
