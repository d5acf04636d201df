import fc from 'fast-check';

import {
	asCount,
	asFlag,
	asList,
	asNumber,
	asText,
	checkAnswer,
} from '../../nodes/shared/answers.ts';
import { Problem } from '../../nodes/shared/errors.ts';
import { contracts } from '../engine/answers/parts.cts';

/** Whatever JSON a server sends: it can be read, or a part is named, and its value is not shown. */

test.each(Object.values(contracts).flatMap((calls) => Object.entries(calls)))(
	'%s: any JSON is read or refused by name',
	(_, call) => {
		fc.assert(
			fc.property(fc.jsonValue(), (body) => {
				try {
					checkAnswer(call, body, 'The system');
				} catch (error) {
					expect(error).toBeInstanceOf(Problem);
					expect((error as Problem).facts.kind).toBe(call.writes ? 'unsure' : 'refused');
				}
			}),
			{ numRuns: 50 },
		);
	},
);

test('the part is named, its value is not', () => {
	const { listStaff, createStamp } = contracts.akashi;
	const refused = (call: typeof listStaff, body: unknown) => () =>
		checkAnswer(call, body, 'AKASHI');
	expect(refused(listStaff, { staffs: [{ staffId: 1 }, { staffId: 'secret' }] })).toThrow(
		/^AKASHI answered in an unexpected form: staffs\[1\]\.staffId is text instead of an ID$/,
	);
	expect(refused(createStamp, null)).toThrow(/the answer is missing$/);
	expect(refused(createStamp, [])).toThrow(/the answer is a list instead of an object$/);
	expect(refused(listStaff, { staffs: null })).not.toThrow();
	expect(refused(listStaff, { staffs: [{ staffId: '7', email: 3 }] })).not.toThrow();
});

test.each<[unknown, unknown, unknown, unknown, unknown]>([
	// What comes, and what it is as number, text, flag and count.
	[7, 7, '7', true, 7],
	['7', 7, '7', true, 7],
	['-1.5', -1.5, '-1.5', true, undefined],
	['', null, '', null, undefined],
	['0x10', null, '0x10', null, undefined],
	['false', null, 'false', false, undefined],
	['0', 0, '0', false, 0],
	[true, null, 'true', true, undefined],
	[1e300, 1e300, '1e+300', true, undefined],
	[[7], null, null, null, undefined],
	[{}, null, null, null, undefined],
	[null, null, null, null, undefined],
	[undefined, null, null, null, undefined],
])('%p', (given, number, text, flag, count) => {
	expect([asNumber(given), asText(given), asFlag(given), asCount(given)]).toEqual([
		number,
		text,
		flag,
		count,
	]);
	expect(asList(given as never)).toEqual(Array.isArray(given) ? given : []);
});
