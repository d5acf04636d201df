import fc from 'fast-check';

import { judge as judgeAkashi } from '../../../nodes/Akashi/answers.ts';
import { judge as judgeAmServer } from '../../../nodes/AmServer/answers.ts';
import { omflow } from '../../../nodes/Omflow/omflow.ts';
import {
	redactor,
	secretValuesIn,
	withoutSecretValues,
} from '../../../nodes/shared/client/redact.ts';
import type { Answer, Redact, Verdict } from '../../../nodes/shared/system.ts';

const refused = (words: string): Array<[string, (redact: Redact) => Verdict]> => [
	['AKASHI', (redact) => judgeAkashi(akashi(words), redact)],
	['am-server', (redact) => judgeAmServer(amServer(words), redact)],
	['OMFLOW', (redact) => omflow.judge(omflowSays(words), redact)],
];
const akashi = (message: string): Answer => ({
	status: 200,
	body: { success: false, errors: [{ code: 'E1', message }] },
});
const amServer = (message: string): Answer => ({
	status: 400,
	body: { header: { errorcode: 'PE00004', message }, body: null },
});
const omflowSays = (message: string): Answer => ({
	status: 200,
	body: { status: 404, message, result: null },
});
const problemOf = (verdict: Verdict) => {
	if (verdict.ok) throw new Error('not refused');
	return verdict.problem;
};

/** Every word of four and more letters that the node itself says of these refusals. */
const ownWords = refused('x').flatMap(([, judge]) => {
	const { message, facts } = problemOf(judge((text) => text));
	return `${message} ${facts.advice}`.match(/[A-Za-z]{4,}/g) ?? [];
});

test("a password that is a word of the node's own sentences takes nothing out of them", () => {
	expect(ownWords.length).toBeGreaterThan(20);
	for (const password of [...ownWords, 'admin', 'password', 'name', 'server']) {
		for (const [system, judge] of refused(`you sent ${password} to us`)) {
			const plain = problemOf(judge((text) => text.split(password).join('@')));
			const told = problemOf(judge(redactor(() => [password])));
			expect([system, told.facts.advice]).toEqual([system, plain.facts.advice]);
			expect(told.message).toBe(plain.message.replace('@', '[hidden]'));
			expect(told.facts.words).toContain('you sent [hidden] to us');
		}
	}
});

const secrets = fc.string({ minLength: 4, maxLength: 24, unit: 'grapheme' });
test('a secret is blanked in every form in which a server may quote it', () => {
	fc.assert(
		fc.property(secrets, fc.string(), (secret, around) => {
			const forms = [
				secret,
				encodeURIComponent(secret),
				Buffer.from(secret).toString('base64').replace(/=+$/, ''),
			];
			const redact = redactor(() => [secret]);
			for (const form of forms) {
				if (`${around}${around}`.includes(form)) continue;
				expect(redact(`${around}${form}${around}`)).toContain('[hidden]');
			}
		}),
	);
});

test.each([
	'token',
	'accessToken',
	'access_token',
	'password',
	'Password',
	'repassword',
	'userPasswd',
	'PASS',
	'user_pass',
	'dbPass',
	'client_secret',
	'security',
	'Authorization',
	'Set-Cookie',
])('the value of "%s" is hidden at any depth', (name) => {
	const data = { a: [{ [name]: 'value', id: 1 }], [name]: { deep: ['x', { y: 'z' }] } };
	expect(withoutSecretValues(data)).toEqual({
		a: [{ [name]: '[hidden]', id: 1 }],
		[name]: '[hidden]',
	});
	expect(secretValuesIn(data)).toEqual(['value', 'x', 'z']);
});

test.each(['passenger', 'compass', 'bypassed', 'name', 'staff_id', 'tokyo', 'title'])(
	'the value of "%s" is shown',
	(name) => expect(withoutSecretValues({ [name]: 'value' })).toEqual({ [name]: 'value' }),
);

test('what is empty is shown as it is, and names of a call are hidden too', () => {
	expect(withoutSecretValues({ password: '', token: null, target: 'abc' }, ['target'])).toEqual({
		password: '',
		token: null,
		target: '[hidden]',
	});
});
