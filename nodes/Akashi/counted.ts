import { miscounted } from '../shared/ways';

/**
 * The rows of an answer, if there are as many as it says itself (`count`; `Count` in 6.4).
 * @throws Problem when rows are missing, or there are more
 */
export function counted<Row>(rows: Row[], count: number | null | undefined): Row[] {
	if (Number.isInteger(count) && count !== rows.length) {
		throw miscounted('AKASHI', rows.length, count as number);
	}
	return rows;
}
