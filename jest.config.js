// n8n-core would print every refusal that the tests order.
process.env.N8N_LOG_LEVEL = 'silent';

/** @type {import('jest').Config} */
module.exports = {
	globalSetup: '<rootDir>/test/globalSetup.cts',
	setupFiles: ['<rootDir>/test/shortWaits.cts'],
	testMatch: ['<rootDir>/test/**/*.test.cts'],
	// Needs Redis and PostgreSQL: `npm run test:queue`.
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/test/queue/',
		// Takes too long for every run: asked for by the kinds of faults that are wanted.
		...(process.env.KINTAI_SWEEP ? [] : ['<rootDir>/test/n8n/sweep']),
	],
	moduleFileExtensions: ['ts', 'cts', 'js', 'json', 'node'],
	modulePathIgnorePatterns: ['<rootDir>/dist'],
	transform: {
		'\\.c?ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
	},
	// The real n8n suites start servers of their own: two at a time is what a small machine bears.
	maxWorkers: 2,
	testTimeout: 60_000,
};
