import { asFlag, asList, asText } from '../../shared/answers';

/** A field of a form. */
export interface FormField {
	/** `FORMITM_n`. */
	id: string;
	type: string | null;
	/** Its name on the form. */
	title: string | null;
	/** Whether it must be filled in, as far as the server tells. */
	required: boolean;
	/** The values to choose from; none for a field that takes any. */
	choices: Array<{ name: string; value: string }>;
}

/** How the design of a form numbers its fields; other items are boxes around them. */
export const fieldId = /^FORMITM_\d+$/i;

/** A field as people see it. */
export const labelOf = ({ title, id }: Pick<FormField, 'id' | 'title'>): string =>
	`${title ?? ''} (${id})`.trim();

interface Item {
	id?: unknown;
	type?: unknown;
	config?: {
		title?: unknown;
		/** Of a field for a group and a user, which can both be required. */
		group_title?: unknown;
		require?: unknown;
		user_require?: unknown;
		lists?: Array<{ text?: unknown; value?: unknown }> | null;
	} | null;
}

function itemsOf(design: unknown): Item[] {
	try {
		const read = (typeof design === 'string' ? JSON.parse(design) : design) as {
			items?: Array<Item | null>;
		} | null;
		return asList(read?.items).filter(
			(one): one is Item => typeof one === 'object' && one !== null,
		);
	} catch {
		return [];
	}
}

/**
 * The fields of a form's design, which comes as JSON or as text of it (source of 1.1.0.0).
 * @returns undefined if it has none
 */
export function fieldsOfDesign(design: unknown): FormField[] | undefined {
	const fields = itemsOf(design).flatMap(({ id, type, config }): FormField[] => {
		const name = asText(id) ?? '';
		if (!fieldId.test(name)) return [];
		const { title, group_title, require: required, user_require, lists } = config ?? {};
		return [
			{
				id: name.toUpperCase(),
				type: asText(type),
				title: asText(title ?? group_title)?.trim() || null,
				required: asFlag(required) === true || asFlag(user_require) === true,
				// Of several ticks, the value is a list: it cannot be chosen as one.
				choices: type === 'checkbox' ? [] : choicesOf(lists),
			},
		];
	});
	return fields.length > 0 ? fields : undefined;
}

const choicesOf = (lists: NonNullable<Item['config']>['lists']) =>
	asList(lists).flatMap((one) => {
		const value = asText(one?.value);
		return value ? [{ name: asText(one?.text) || value, value }] : [];
	});
