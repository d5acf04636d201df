/**
 * What is reckoned with here: stamps and days as any of the systems keeps them. Pure data and pure functions, no
 * system and no call is known. Moments are milliseconds since 1970.
 */

/** What a stamp says; null for a type that nobody knows. */
export type StampKind = 'breakEnd' | 'breakStart' | 'clockIn' | 'clockOut';

/** One stamp of a person. */
export interface Stamp {
	at: number;
	kind: StampKind | null;
	/** The system's own word for it. */
	typeName: string | null;
}

/** Kinds of days by the system's calendar; null where it has none. */
export type DayCategory = 'legalHoliday' | 'scheduledHoliday' | 'working';

/** A break as it was and as it was rounded; null where a time is missing. */
export interface Break {
	start: number | null;
	end: number | null;
	roundedStart: number | null;
	roundedEnd: number | null;
}

/** A person's day as the system keeps it, with what was corrected by hand. */
export interface DayRecord {
	/** `yyyy-mm-dd`. */
	date: string;
	category: DayCategory | null;
	start: number | null;
	end: number | null;
	roundedStart: number | null;
	roundedEnd: number | null;
	/** The system's own minutes before rounding, without breaks. */
	worked: number | null;
	/** Null if the system did not tell the breaks, which is not the same as none. */
	breaks: Break[] | null;
}

/** The person whom a row is about. */
export interface Person {
	/** The system's own ID. */
	staffId: number | string;
	staffCode: string | null;
	name: string | null;
	email: string | null;
	organizationId: number | null;
	organizationName: string | null;
}

/** A span of time, up to but not including `to`. */
export interface Span {
	from: number;
	to: number;
}
