import type { All } from '../servers/all.cts';
import { slashed, yesterday } from './japan.cts';
import type { Recipe } from './recipe.cts';

const fullName = ({ lastName, firstName }: All['akashi']['staff'][number]) =>
	`${lastName} ${firstName}`;

/** Somebody without a stamp, somebody without a clock-out, and somebody on leave; all others stamped. */
function forgetful({ akashi, omflow }: All) {
	const [nothing, noEnd, onLeave] = akashi.staff.slice(3, 6);
	akashi.options.stampsPerDay = (staffId) =>
		[nothing, onLeave].some((one) => one.staffId === staffId)
			? 0
			: staffId === noEnd.staffId
				? 1
				: 4;
	const day = yesterday();
	// Whatever weekday it was.
	for (const { staffId } of akashi.staff) {
		akashi.corrections.set(`${staffId} ${slashed(day)}`, { working_day_category: 0 });
	}
	const [principal, substitute, other] = omflow.users.slice(2);
	principal.ad_no = onLeave.staffNum;
	substitute.ad_no = akashi.staff[6].staffNum;
	other.ad_no = akashi.staff[7].staffNum;
	omflow.leaves.push({
		id: 1,
		principal_id: principal.id,
		substitute_id: substitute.id,
		starttime: `${day.toISODate()}T09:00:00`,
		endtime: `${day.toISODate()}T18:00:00`,
		cancel: false,
		identifier: null,
	});
	return { nothing, noEnd, onLeave };
}

export const missingStamps: Recipe = {
	name: 'missing-stamps-of-yesterday',
	prepare: forgetful,
	// Before 5:00 yesterday would not be over.
	set: (workflow) => {
		const node = workflow.nodes.find(({ name }) => name === 'Find Missing Stamps')!;
		node.parameters.dayStartsAt = 0;
	},
	tables: ({ akashi: { staff } }) => ({
		Substitutes: [
			{ employeeNumber: staff[5].staffNum, substituteNumber: staff[6].staffNum },
			{ employeeNumber: staff[7].staffNum, substituteNumber: staff[6].staffNum },
		],
		// The other one's organization has no manager.
		Managers: [
			{
				organizationName: staff[3].organization!.name,
				managerEmail: 'manager@example.com',
			},
		],
	}),
	check({ servers: { akashi }, mails, calls }) {
		const [nothing, noEnd] = akashi.staff.slice(3, 5);
		const day = yesterday().toISODate();
		const digits = yesterday().toFormat('yyyyMMdd');
		const [{ stamped_at }] = akashi.stampsOf(noEnd.staffId, `${digits}000000`, `${digits}235959`);
		const [all, out] = mails.filter(({ subject }) => subject.startsWith('打刻の確認'));
		expect(all.to).toEqual([nothing.email]);
		expect(all.text).toContain(`${fullName(nothing)} さん`);
		expect(all.text).toContain('不足している打刻: すべての打刻');
		expect(out.to).toEqual([noEnd.email]);
		expect(out.text).toContain('不足している打刻: 退勤');
		expect(out.text).toMatch(
			new RegExp(`記録されている打刻: (出勤|直行) ${stamped_at!.slice(11, 16)}`),
		);

		const lines = mails.filter(({ subject }) => subject.startsWith('打刻漏れの一覧'));
		const sent = lines.map(({ to, text }) => [
			to.toSorted(),
			text.split('\n').filter((line) => line.includes(day!)),
		]);
		const line = (person: typeof nothing, missing: string) =>
			`${fullName(person)}(${person.staffNum}) ${day} 不足: ${missing}`;
		expect(sent).toHaveLength(nothing.organization!.name === noEnd.organization!.name ? 1 : 2);
		expect(sent).toContainEqual([
			['hr@example.com', 'manager@example.com'],
			[line(nothing, 'すべての打刻')],
		]);
		expect(sent).toContainEqual([['hr@example.com'], [line(noEnd, '退勤')]]);
		expect(mails).toHaveLength(4);

		expect(calls('akashi')).toBe(Math.ceil(akashi.staff.length / 20) + 2);
		// The users once, and each pair.
		expect(calls('omflow')).toBe(3);
	},
};

/** Without any leave, OMFLOW's node has nothing to put out, and the rest has to go on. */
export const nobodyOnLeave: Recipe = {
	...missingStamps,
	title: 'nobody on leave',
	prepare(servers) {
		forgetful(servers);
		servers.omflow.leaves.length = 0;
	},
	check({ servers: { akashi }, mails }) {
		const people = akashi.staff.slice(3, 6).map(({ email }) => email);
		const own = mails.filter(({ subject }) => subject.startsWith('打刻の確認'));
		expect(own.map(({ to }) => to)).toEqual(people.map((email) => [email]));
	},
};
