import type { z } from 'zod';

import type { organization } from '../../../nodes/Akashi/resources/organization/contract.ts';
import type {
	permissionRow,
	reservationRow,
} from '../../../nodes/Akashi/resources/permission/contract.ts';
import type { Staff, staffRow } from '../../../nodes/Akashi/resources/staff/contract.ts';
import type { transferRow } from '../../../nodes/Akashi/resources/transfer/contract.ts';
import { between, person, pick, random } from '../people.cts';
import {
	arrayCall,
	errorOf,
	hyphened,
	Partly,
	Refusal,
	type Handler,
	type Kept as Keeps,
	type Kind,
} from './parts.cts';

/** Organizations and people: chapters 6.1 to 6.3, 6.5 and 6.12 to 6.15. */

export type Organization = z.infer<typeof organization>;
type StaffRow = z.infer<typeof staffRow>;
type Transfer = z.infer<typeof transferRow>;
type Permission = z.infer<typeof permissionRow>;
type Reservation = z.infer<typeof reservationRow>;
/** A row of 6.13 to 6.15 as it was sent, with the person it was about. */
export type Kept<Row> = Row & { staff_id: number };

export interface Company {
	/** The people whom the administrator reaches, as 6.4 answers them, in the order of their ids. */
	staff: Staff[];
	/** People outside everybody's managed set. */
	strangers: Staff[];
	/** What 6.3 takes and 6.4 does not answer (telephone, sex, dates, …), as last sent, by staff id. */
	details: Map<number, Partial<StaffRow>>;
	/** Who left by 6.5 with a date (`yyyy/mm/dd`), by staff id. */
	retired: Map<number, { person: Staff; date: string }>;
	organizations: Organization[];
	transfers: Kept<Transfer>[];
	permissions: Kept<Permission>[];
	reservations: Kept<Reservation>[];
	/** The last row of 6.12 by staff code. */
	workingConditions: Map<string, Record<string, string>>;
}

const tree = [
	[1, '企業', null, null],
	[2, '管理本部', 'A', 1],
	[3, '総務部', 'A-1', 2],
	[4, '経理部', 'A-2', 2],
	[5, '営業部', 'B', 1],
	[6, '営業一課', 'B-1', 5],
	[7, '営業二課', 'B-2', 5],
	[8, '開発部', 'C', 1],
	[9, '開発一課', 'C-1', 8],
	[10, '開発二課', 'C-2', 8],
] as const;
const top = 1;
const displayPunchTypes = [
	{ punchType: 11, displayName: '出社' },
	{ punchType: 12, displayName: '退社' },
];

// 従業員 is the category without an id (6.4).
const employmentCategories = [
	[1, '正社員'],
	[1, '正社員'],
	[1, '正社員'],
	[2, '契約社員'],
	[3, 'アルバイト'],
	[null, '従業員'],
] as const;
const permissionGroups = { 1: '企業管理者', 2: '一般管理者', 3: '従業員' } as const;
const categoryNamed = (name: string) => {
	const found = employmentCategories.find((row) => row[1] === name);
	return found && { employmentCategoryId: found[0], name };
};
const permissionOf = (permissionType: 1 | 2 | 3) => ({
	permissionGroupId: permissionType * 10,
	permissionType,
	name: permissionGroups[permissionType] as string,
});
const permissionNamed = (name: string) =>
	([1, 2, 3] as const).map(permissionOf).find((row) => row.name === name);

function makeStaff(seed: number | string, count: number): Staff[] {
	const organizationOf = (organizationId: number) => ({
		organizationId,
		name: tree.find(([id]) => id === organizationId)![1],
	});
	let staffId = 1000;
	return Array.from({ length: count }, (_, index) => {
		const next = random(seed, 'staff', index);
		// Gaps, so that nothing can count on consecutive ids.
		staffId += between(next, 1, 3);
		const { last, first } = person(next);
		const organizationId = between(next, 2, tree.length);
		const [employmentCategoryId, category] = index
			? pick(next, employmentCategories)
			: employmentCategories[0];
		const permissionType = index === 0 ? 1 : index % 12 === 1 ? 2 : 3;
		const managed = permissionType === 1 ? [top] : permissionType === 2 ? [organizationId] : [];
		return {
			staffId,
			email: index % 15 === 14 ? null : `${first.romaji}.${last.romaji}${staffId}@example.com`,
			lastName: last.name,
			firstName: first.name,
			lastNameKana: last.kana,
			firstNameKana: first.kana,
			organization: organizationOf(index ? organizationId : top),
			subgroups: index % 7 === 6 ? [organizationOf(between(next, 2, tree.length))] : [],
			employmentCategory: { employmentCategoryId, name: category },
			tag: index % 9 === 4 ? '時短勤務' : null,
			staffNum: `E${String(index + 1).padStart(5, '0')}`,
			idmNum: null,
			cardTypeId: null,
			remarks: index % 11 === 3 ? '在宅勤務あり' : null,
			permissionGroup: permissionOf(permissionType),
			managedOrganizations: managed.map(organizationOf),
		};
	});
}

/** A company of `count` people whom its administrator, the first of them, reaches, and a few others. */
export function makeCompany(seed: number | string, count: number): Company {
	const everybody = makeStaff(seed, count + 3);
	return {
		staff: everybody.slice(0, count),
		strangers: everybody.slice(count),
		details: new Map(),
		retired: new Map(),
		organizations: tree.map(([organizationId, name, code, parentId]) => ({
			organizationId,
			name,
			code,
			label: code,
			parentId,
			displayPunchTypes,
		})),
		transfers: [],
		permissions: [],
		reservations: [],
		workingConditions: new Map(),
	};
}

/** The organizations and all below them. */
export const descendants = (company: Company, ids: number[]): number[] => {
	const below = company.organizations
		.filter((row) => ids.includes(row.parentId ?? 0) && !ids.includes(row.organizationId))
		.map((row) => row.organizationId);
	return below.length ? descendants(company, [...ids, ...below]) : ids;
};
/** All above the organizations. */
export const ancestors = (company: Company, ids: number[]): number[] => {
	const above = company.organizations
		.filter((row) => ids.includes(row.organizationId))
		.flatMap((row) => row.parentId ?? []);
	return above.length ? [...above, ...ancestors(company, above)] : [];
};

/** Whom the owner of a token reaches: himself and the people of the organizations he manages. */
export function reached(company: Company, owner: Staff): Staff[] {
	const managed = descendants(
		company,
		owner.managedOrganizations.map((row) => row.organizationId!),
	);
	const people = company.staff.filter(
		(row) => row === owner || managed.includes(row.organization!.organizationId!),
	);
	return company.strangers.includes(owner) ? [...people, owner] : people;
}

/** Fields of 6.3 by the names under which 6.4 answers them. */
const answeredAs = {
	staff_code: 'staffNum',
	last_name: 'lastName',
	first_name: 'firstName',
	last_name_kana: 'lastNameKana',
	first_name_kana: 'firstNameKana',
	email: 'email',
	idm_number: 'idmNum',
	tag: 'tag',
	remarks: 'remarks',
} as const satisfies Partial<Record<keyof StaffRow, keyof Staff>>;
const notAnswered = [
	'last_name_en',
	'first_name_en',
	'tel',
	'sex',
	'entry_date',
	'use_start_date',
	'paid_holiday_base_date',
	'use_other_login_method',
] as const satisfies (keyof StaffRow)[];
const unique = [
	['staff_code', 'rowCode'],
	['email', 'rowEmail'],
	['idm_number', 'rowIdm'],
] as const satisfies [keyof typeof answeredAs, Kind][];

const given = <Row extends object, Key extends keyof Row>(row: Row, keys: readonly Key[]) =>
	Object.fromEntries(
		keys.filter((key) => row[key] !== undefined).map((key) => [key, row[key]]),
	) as Partial<Pick<Row, Key>>;

/** What the calls about organizations and people do with a company. */
export function companyHandlers(
	companyId: string,
	company: Company,
	{
		today,
		partial,
		empties,
		kept,
	}: {
		today: () => string;
		partial: () => boolean;
		empties: () => boolean;
		kept: () => Keeps;
	},
) {
	const { staff, organizations } = company;
	const everybody = () => [...staff, ...company.strangers];

	/** Its names from below the company down; the company itself by its name (note 2 of 6.3). */
	const pathOf = (row: Organization): string => {
		const parent = organizations.find((other) => other.organizationId === row.parentId);
		return parent && parent.organizationId !== top
			? `${pathOf(parent)}/${row.name}`
			: String(row.name);
	};
	const atPath = (path: string) => organizations.find((row) => pathOf(row) === path);
	const coded = (code: string) => organizations.find((row) => row.code === code);
	const brief = ({ organizationId, name }: Organization) => ({ organizationId, name });
	/** Organizations under keys such as `sub_organization_path2`; undefined where one does not exist. */
	const namedBy = (row: object, prefix: string) =>
		Object.entries(row).flatMap(([key, value]: [string, string]) => {
			if (key.replace(/\d+$/, '') === `${prefix}_path`) return [atPath(value)];
			return key.replace(/\d+$/, '') === `${prefix}_code` ? [coded(value)] : [];
		});

	const leave = (owner: Staff, staffId: number) => {
		const found = reached(company, owner).find((row) => row.staffId === staffId);
		if (!found) throw new Refusal('staff');
		staff.splice(staff.indexOf(found), 1);
		return found;
	};
	const left = ({ staffId, staffNum, email }: Staff) => ({
		login_company_code: companyId,
		staff_id: staffId,
		staff_code: staffNum,
		email,
	});

	/**
	 * Rows of 6.12 to 6.15: one bad row refuses all, unless told to keep the good ones.
	 * @param check why the row is refused, undefined when it is not
	 */
	const rows = <Row extends { staff_code?: string; staff_email?: string }>(
		owner: Staff,
		list: Row[],
		unknown: 'target' | 'workingCondition',
		check: (row: Row, person: Staff) => Kind | undefined,
		keep: (row: Row, person: Staff) => void,
	) => {
		const people = reached(company, owner);
		const bad: object[] = [];
		const good: [Row, Staff][] = [];
		for (const row of list) {
			const person = people.find((one) =>
				row.staff_code ? one.staffNum === row.staff_code : one.email === row.staff_email,
			);
			const kind = person ? check(row, person) : unknown;
			const names =
				unknown === 'target'
					? { target: row.staff_code ?? row.staff_email }
					: { staff_code: row.staff_code, email: null };
			if (kind) bad.push(errorOf(kind, names));
			else good.push([row, person!]);
		}
		const refused = bad.length > 0 && !(partial() && good.length);
		const keeps = refused ? kept() : () => true;
		for (const one of good) if (keeps?.()) keep(...one);
		if (refused) throw new Refusal(unknown, bad);
		const staffs = good.map(([, { staffId, staffNum, email }]) => ({
			staff_id: staffId,
			staff_code: staffNum,
			email,
		}));
		return new Partly({ login_company_code: companyId, staffs }, bad);
	};
	/** A row that sets a state, sent once more, changes nothing. */
	const add = <Row extends object>(list: Row[], row: Row) => {
		const text = JSON.stringify(row);
		if (!list.some((one) => JSON.stringify(one) === text)) list.push(row);
	};
	const bodyOf = <Row,>({ body }: { body: unknown }, key: string) =>
		(body as Record<string, Row[]>)[key];

	return {
		listOrganizations: (owner, { query }) => {
			const managed = owner.managedOrganizations.map((row) => row.organizationId!);
			const own = managed.length ? managed : [owner.organization!.organizationId!];
			const wanted = query.orgId
				? [Number(query.orgId)]
				: [
						...descendants(company, own),
						...(query.includesParents === '1' ? ancestors(company, own) : []),
					];
			const found = organizations.filter((row) => wanted.includes(row.organizationId));
			if (!found.length) throw new Refusal('organization');
			return { count: found.length, organizations: found };
		},

		createOrganizations: (_owner, request) => {
			interface Row {
				name: string;
				code?: string;
				parent_organization?: string;
			}
			const add = (row: Row): Organization => {
				const parent = atPath(row.parent_organization || '企業');
				if (!parent) throw new Refusal('organization');
				const { organizationId: parentId } = parent;
				if (organizations.some((one) => one.parentId === parentId && one.name === row.name))
					throw new Refusal('sameOrganization');
				const made = {
					organizationId: Math.max(...organizations.map((one) => one.organizationId)) + 1,
					name: row.name,
					code: row.code ?? null,
					label: row.code ?? null,
					parentId,
					displayPunchTypes,
				};
				organizations.push(made);
				return made;
			};
			const noted = () => {
				const { length } = organizations;
				return () => void (organizations.length = length);
			};
			const made = arrayCall(bodyOf<Row>(request, 'organizations'), add, noted, kept());
			return { count: made.length, organizations: made };
		},

		changeStaff: (owner, request) => {
			const bad: object[] = [];
			const before = structuredClone(staff);
			const details = new Map(company.details);
			const apply = (row: StaffRow) => {
				for (const key of ['entry_date', 'use_start_date', 'paid_holiday_base_date'] as const)
					if (row[key]) hyphened(row[key]);
				const current = reached(company, owner).find((one) => one.staffId === row.staff_id);
				const organization = row.organization ? atPath(row.organization) : undefined;
				const category = row.employment_category
					? categoryNamed(row.employment_category)
					: undefined;
				const kinds: Kind[] = unique
					.filter(
						([key]) =>
							row[key] !== undefined &&
							everybody().some((one) => one !== current && one[answeredAs[key]] === row[key]),
					)
					.map(([, kind]) => kind);
				if (row.staff_id !== undefined && !current) kinds.push('rowStaff');
				if (row.organization && !organization) kinds.push('rowOrganization');
				if (row.employment_category && !category) kinds.push('rowCategory');
				if (kinds.length) {
					const names = {
						staff_id: row.staff_id === undefined ? '' : String(row.staff_id),
						name: row.last_name + row.first_name,
					};
					// The example's codes have a leading blank.
					const own = kinds.map((kind) => errorOf(kind, names));
					bad.push(...own.map((one) => ({ ...one, code: ` ${one.code}` })));
					return [];
				}
				const one: Staff = current ?? {
					staffId: Math.max(...everybody().map(({ staffId }) => staffId)) + 1,
					email: null,
					lastName: null,
					firstName: null,
					lastNameKana: null,
					firstNameKana: null,
					organization: null,
					subgroups: [],
					employmentCategory: categoryNamed('従業員')!,
					tag: null,
					staffNum: null,
					idmNum: null,
					cardTypeId: null,
					remarks: null,
					permissionGroup: permissionOf(3),
					managedOrganizations: [],
				};
				if (!current) staff.push(one);
				for (const key of Object.keys(answeredAs) as (keyof typeof answeredAs)[])
					if (row[key] !== undefined || empties()) one[answeredAs[key]] = row[key] ?? null;
				if (organization) one.organization = brief(organization);
				if (category) one.employmentCategory = category;
				company.details.set(one.staffId, {
					...(empties() ? {} : company.details.get(one.staffId)),
					...given(row, notAnswered),
				});
				return {
					staff_id: one.staffId,
					staff_code: one.staffNum,
					email: one.email,
					organization_id: one.organization!.organizationId,
					employment_category_id: one.employmentCategory!.employmentCategoryId,
				};
			};
			const sent = bodyOf<StaffRow>(request, 'staffs');
			const staffs = sent.flatMap(apply);
			const keeps = kept();
			if (bad.length && keeps) {
				const errors = [...bad];
				staff.splice(0, staff.length, ...before);
				company.details.clear();
				for (const [id, one] of details) company.details.set(id, one);
				for (const row of sent) if (keeps()) apply(row);
				throw new Refusal('rowStaff', errors);
			}
			return new Partly({ login_company_code: companyId, staffs }, bad);
		},

		retireStaff: (owner, { params, body }) => {
			const { retirement_date: date } = body as { retirement_date: string };
			hyphened(date);
			const person = leave(owner, Number(params.staff_id));
			company.retired.set(person.staffId, { person, date });
			return left(person);
		},
		deleteStaff: (owner, { params }) => left(leave(owner, Number(params.staff_id))),

		changeWorkingConditions: (owner, request) =>
			rows(
				owner,
				bodyOf<{ staff_code: string }>(request, 'working_condition_settings'),
				'workingCondition',
				() => undefined,
				(row) => company.workingConditions.set(row.staff_code, row as Record<string, string>),
			),

		createTransfers: (owner, request) =>
			rows(
				owner,
				bodyOf<Transfer>(request, 'organizations'),
				'target',
				(row) => {
					hyphened(row.organization_change_date);
					const places = [...namedBy(row, 'new_organization'), ...namedBy(row, 'sub_organization')];
					if (!places.every(Boolean)) return 'targetOrganization';
					return categoryNamed(row.employment_category) ? undefined : 'targetCategory';
				},
				(row, person) => {
					const { transfers } = company;
					if (row.is_delete_change_history_after_change_date === 'Yes') {
						const later = (one: Kept<Transfer>) =>
							one.staff_id === person.staffId &&
							one.organization_change_date > row.organization_change_date;
						transfers.splice(0, transfers.length, ...transfers.filter((one) => !later(one)));
					}
					const same = (one: Kept<Transfer>) =>
						one.staff_id === person.staffId &&
						one.organization_change_date === row.organization_change_date;
					transfers.splice(0, transfers.length, ...transfers.filter((one) => !same(one)));
					transfers.push({ ...row, staff_id: person.staffId });
					if (hyphened(row.organization_change_date) > today()) return;
					const [main] = namedBy(row, 'new_organization');
					const others = namedBy(row, 'sub_organization');
					if (main) person.organization = brief(main);
					if (others.length) person.subgroups = others.map((one) => brief(one!));
					person.employmentCategory = categoryNamed(row.employment_category)!;
				},
			),

		assignPermissions: (owner, request) =>
			rows(
				owner,
				bodyOf<Permission>(request, 'permissions'),
				'target',
				(row) => {
					if (!permissionNamed(row.manager_permission_name)) return 'targetPermission';
					if (!namedBy(row, 'manage_organization').every(Boolean)) return 'targetOrganization';
					const managed = Object.entries(row).filter(([key]) => /^managed_staff_code\d/.test(key));
					return managed.every(([, code]) => everybody().some((one) => one.staffNum === code))
						? undefined
						: 'target';
				},
				(row, person) => {
					add(company.permissions, { ...row, staff_id: person.staffId });
					person.permissionGroup = permissionNamed(row.manager_permission_name)!;
					const places = namedBy(row, 'manage_organization').map((one) => brief(one!));
					const ids = person.managedOrganizations.map((one) => one.organizationId);
					person.managedOrganizations.push(
						...places.filter((one) => !ids.includes(one.organizationId)),
					);
				},
			),

		reservePermissions: (owner, request) => {
			const cancels = (row: Reservation) =>
				row.manage_organization_reservation_registration_or_cancel === '取消';
			const same = (row: Reservation, person: Staff) => (one: Kept<Reservation>) =>
				one.staff_id === person.staffId &&
				one.reservation_manage_organization_path === row.reservation_manage_organization_path &&
				one.reservation_manage_organization_code === row.reservation_manage_organization_code;
			const { reservations } = company;
			return rows(
				owner,
				bodyOf<Reservation>(request, 'permissions_reserve'),
				'target',
				(row, person) => {
					const name = row.reservation_manager_permission_name;
					if (name && !permissionNamed(name)) return 'targetPermission';
					if (!namedBy(row, 'reservation_manage_organization').every(Boolean))
						return 'targetOrganization';
					for (const date of [
						row.manager_permission_reservation_date,
						row.manage_organization_reservation_date,
					])
						if (date) hyphened(date);
					if (!cancels(row)) return undefined;
					return reservations.some(same(row, person)) ? undefined : 'targetReservation';
				},
				(row, person) => {
					if (!cancels(row)) add(reservations, { ...row, staff_id: person.staffId });
					else reservations.splice(reservations.findIndex(same(row, person)), 1);
				},
			);
		},
	} satisfies Record<string, Handler>;
}
