import { asCount, asList } from '../shared/answers';
import { Problem } from '../shared/errors';
import { miscounted } from '../shared/reading/pagination';

/**
 * The rows of an answer, if there are as many as it says itself (`count`; `Count` in 6.4). A list may be
 * missing where there is nothing, but whoever looks for what is there already must not take silence for it.
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
			advice: 'This node cannot tell whether there are any. Please report this.',
		});
	}
	return list;
}
