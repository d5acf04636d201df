const shared = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...shared,
	rootDir: '../..',
	globalSetup: '<rootDir>/test/queue/setup.cts',
	testMatch: ['<rootDir>/test/queue/*.test.cts'],
	testPathIgnorePatterns: ['/node_modules/'],
	// Each file starts three processes of n8n.
	maxWorkers: 1,
	testTimeout: 180_000,
};
