import fc from 'fast-check';

import { fieldsOfDesign } from '../../nodes/Omflow/lists/formDesign.ts';

/** Designs of forms, which are another program's own: whatever is in them, the rest is read. */

const field = { id: 'FORMITM_2', type: 'inputbox', config: { title: '事由', require: true } };
const read = {
	...{ id: 'FORMITM_2', type: 'inputbox', title: '事由' },
	...{ required: true, choices: [] },
};

test('anything in a design but a field is passed over', () => {
	fc.assert(
		fc.property(fc.array(fc.jsonValue()), fc.boolean(), (items, asText) => {
			const design = { items: [...items, field, ...items] };
			const fields = fieldsOfDesign(asText ? JSON.stringify(design) : design);
			expect(fields?.filter(({ id }) => id === 'FORMITM_2')).toEqual([read]);
		}),
	);
});

test('anything but a design has no fields', () => {
	fc.assert(
		fc.property(fc.oneof(fc.jsonValue(), fc.string()), (design) => {
			expect(fieldsOfDesign(design)).toBeUndefined();
		}),
	);
});

test.each<[string, object, object]>([
	['a user who is required', { user_require: true, require: false }, { required: true }],
	['text for yes', { require: 'True' }, { required: true }],
	['nothing', { require: null }, { required: false }],
	['no name', { title: ' ' }, { title: null }],
	['the name of a group', { title: undefined, group_title: '課' }, { title: '課' }],
	[
		'odd choices',
		{ lists: [null, {}, { value: 1 }, { value: '2', text: '二' }] },
		{
			choices: [
				{ name: '1', value: '1' },
				{ name: '二', value: '2' },
			],
		},
	],
	['choices that are none', { lists: 'x' }, { choices: [] }],
])('%s is read', (_, config, wanted) => {
	const one = { ...field, config: { ...field.config, ...config } };
	expect(fieldsOfDesign({ items: [one] })).toEqual([expect.objectContaining(wanted)]);
});

test('several ticks cannot be chosen as one value', () => {
	const ticks = {
		...field,
		type: 'checkbox',
		config: { title: 'x', lists: [{ text: 'a', value: '1' }] },
	};
	expect(fieldsOfDesign({ items: [ticks] })).toMatchObject([{ choices: [] }]);
});
