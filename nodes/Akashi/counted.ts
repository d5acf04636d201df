import { asCount, asList } from '../shared/answers';
import { Problem } from '../shared/errors';
import { miscounted } from '../shared/reading/pagination';

/**
 * The rows of an answer, if their number matches its own count (`count`; `Count` in 6.4). A list may be missing
 * when it is empty, but then the count must say so: a lookup of existing records must not take a missing list for
 * an empty one.
 * @throws Problem when rows are missing, or there are more
 */
export function counted<Row>(rows: Row[] | null | undefined, count: unknown): Row[] {
	const list = asList(rows);
	const announced = asCount(count);
	if (announced !== undefined && announced !== list.length) {
		throw miscounted('AKASHI', list.length, announced);
	}
	if (announced === undefined && !Array.isArray(rows)) {
		throw new Problem('AKASHI answered in an unexpected form: neither rows nor their number', {
			kind: 'refused',
			advice: 'The node cannot tell whether there are any rows. Please report this.',
		});
	}
	return list;
}
