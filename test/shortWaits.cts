/** The nodes wait for a server that is away for up to a minute: in tests a hundredth of that, in as many steps. */
jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
	return { ...actual, sleep: async (ms: number) => await actual.sleep(ms / 100) };
});
