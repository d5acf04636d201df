import {
	columnOptions,
	columnsOf,
	fieldOf,
	simplifiedUser,
	userRow,
} from '../../nodes/Omflow/resources/user/columns.ts';
import { newerUserColumns, userColumns } from '../../nodes/Omflow/resources/user/contract.ts';

/** OMFLOW's columns under their other names: each is found from each. */

const columns = [...userColumns, ...newerUserColumns];

test('every column has a field of the row, and can be chosen', () => {
	expect(columns.map(fieldOf).sort()).toEqual(
		Object.keys(userRow.shape)
			.filter((field) => field !== 'organizationName')
			.sort(),
	);
	expect(columnOptions.map(({ value }) => value).sort()).toEqual([...columns].sort());
	for (const column of columns) expect(columnsOf([fieldOf(column)])).toEqual([column]);
});

test('the name of an organization needs its ID', () => {
	expect(columnsOf(['organizationName'])).toEqual(['default_group']);
	expect(columnsOf(['name', 'organizationName', 'organizationId', 'nothing'])).toEqual([
		'nick_name',
		'default_group',
	]);
	expect(
		simplifiedUser({ columns: { default_group: '3', id: '7' }, organizationName: '営業部' }, 'utc'),
	).toEqual({ organizationId: 3, organizationName: '営業部', userId: 7 });
});
