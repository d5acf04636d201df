import type { INodeProperties } from 'n8n-workflow';

/**
 * Fields that pick one record: from a searchable list, or by a name that people know, such as a code. The engine
 * reads each as a `Located`, and an operation's input turns that into what the system wants (`located.ts`).
 */

/** The modes beside "From List", in the order in which the editor offers them. */
const modeNames = {
	code: 'By Code',
	staffCode: 'By Staff Code',
	userName: 'By User Name',
	email: 'By Email',
	name: 'By Name',
	employeeNumber: 'By Employee Number',
	path: 'By Path',
	id: 'By ID',
} as const;
type ModeName = keyof typeof modeNames;

/** A field that picks a record. `modes` has a placeholder for each way to name it, beside the list. */
export function locator(
	field: Pick<INodeProperties, 'displayName' | 'name'> & Partial<INodeProperties>,
	searchListMethod: string,
	modes: Partial<Record<ModeName, string>>,
): INodeProperties {
	return {
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: `The ${field.displayName.toLowerCase()} to use`,
		...field,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			...Object.entries(modes).map(([name, placeholder]) => ({
				displayName: modeNames[name as ModeName],
				name: name === 'staffCode' ? 'code' : name,
				type: 'string' as const,
				placeholder: `e.g. ${placeholder}`,
			})),
		],
	};
}
