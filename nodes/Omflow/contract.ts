import { z } from 'zod';

/** What several resources' contracts share; the calls are in `resources/<resource>/contract.ts`. */

/** A local time for luxon: an offset, a slash or a number is refused by this family of servers (seen). */
export const timeFormat = 'yyyy-MM-dd HH:mm:ss';

/** Such a time, or its beginning, as it may be sent. */
export const serverTime = z.string().regex(/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?$/);

/** Operators of lists. The server silently reads any other one as `=` (seen on 1.1.0.0). */
export const operators = ['<', '=', '>', 'contains', 'in'] as const;

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A condition of a list. One that lacks a part is dropped by the server with all that follow it. */
export const condition = z.discriminatedUnion('condition', [
	z
		.object({
			column: z.string().min(1),
			condition: z.literal('in'),
			value: z.array(scalar).min(1),
		})
		.strict(),
	...(['<', '=', '>', 'contains'] as const).map((operator) =>
		z.object({ column: z.string().min(1), condition: z.literal(operator), value: scalar }).strict(),
	),
] as never) as z.ZodType<{ column: string; condition: string; value: unknown }>;

/** The rows `[start:limit]` of a list, 0 to 100 by default: `limit` is an end index (seen on 1.1.0.0). No total. */
export const listRequest = z
	.object({
		search_conditions: z.array(condition).optional(),
		search_columns: z.array(z.string().min(1)).min(1).optional(),
		order_columns: z.array(z.string().min(1)).min(1).optional(),
		start: z.number().int().min(0).optional(),
		limit: z.number().int().min(1).optional(),
	})
	.strict();
