import { fields } from '../../nodes/Akashi/contract.ts';
import { fields as organizationFields } from '../../nodes/Akashi/resources/organization/contract.ts';
import { transferRow } from '../../nodes/Akashi/resources/transfer/contract.ts';

/** What AKASHI's contract takes that a stricter rule would not. */

const takes = (value: string) => fields.email.safeParse(value).success;

test.each([
	'taro@example.com',
	// Carriers gave these out.
	'taro..x@docomo.ne.jp',
	'.taro@docomo.ne.jp',
	'taro.@ezweb.ne.jp',
	'-taro/x?=@softbank.ne.jp',
	"o'brien+akashi@example.co.jp",
	'"taro"@example.com',
	'太郎@例え.jp',
])('%p is an e-mail address', (address) => expect(takes(address)).toBe(true));

test.each([
	'',
	'taro',
	'taro@',
	'@example.com',
	'taro@example',
	'taro@.com',
	'taro@example.',
	'taro @example.com',
	'taro@example.com\n',
	'taro\u0007@example.com',
	'taro@@example.com',
	'taro@example.com, jiro@example.com',
	'taro@example.com,',
	'<taro@example.com>',
	'taro@exa\u3000mple.com',
])('%p is none', (address) => expect(takes(address)).toBe(false));

test('a code of an organization that is there already may be anything', () => {
	const row = {
		staff_code: 's001',
		organization_change_date: '2026/04/01',
		employment_category: '正社員',
	};
	for (const code of ['営業/1課', 'A_1', 'x'.repeat(40), '𠮷']) {
		expect(transferRow.safeParse({ ...row, new_organization_code: code }).success).toBe(true);
		expect(organizationFields.organizationCode.safeParse(code).success).toBe(false);
	}
	expect(transferRow.safeParse({ ...row, new_organization_code: '' }).success).toBe(false);
});
