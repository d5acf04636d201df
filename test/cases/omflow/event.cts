import type { All } from '../../servers/all.cts';
import { eachItsOwn, parametersOf, type Case } from '../case.cts';

const event = parametersOf('event');

type Event = All['omflow']['events'][number];

/** Two open events of one key and one of another; and the list as it was. */
export function keptEvents(): Required<Pick<Case, 'prepare' | 'undo'>> {
	let before: Event[];
	return {
		prepare: ({ omflow: { events } }) => {
			before = structuredClone(events);
			const kept = ['import', 'export', 'import'].map((source2, index) => ({
				id: index + 1,
				title: `Trouble ${index}`,
				content: 'x',
				severity: 1,
				source2,
				closed: false,
			}));
			events.splice(0, events.length, ...kept);
		},
		undo: ({ omflow: { events } }) => events.splice(0, events.length, ...before),
	};
}

const severityNames = ['', 'Info', 'Normal', 'Warning', 'Major', 'Critical'];

export const eventCases: Case[] = [
	{
		...keptEvents(),
		name: 'events of all severities',
		node: 'omflow',
		parameters: event('create', {
			title: '={{ $json.title }}',
			content: '3 of 120 rows were refused',
			severity: '={{ $json.severity }}',
			key: 'import',
		}),
		items: () => [1, 2, 3, 4, 5].map((severity) => ({ title: `取込 ${severity}`, severity })),
		expected: ({ omflow }) =>
			omflow.events.slice(3).map(({ title, content, severity, source2 }) => ({
				key: source2,
				title,
				content,
				severity,
				severityName: severityNames[severity],
			})),
		from: eachItsOwn,
		calls: 5,
	},
	{
		...keptEvents(),
		name: 'all events with a key, closed',
		node: 'omflow',
		parameters: event('close', { key: 'import' }),
		expected: ({ omflow: { events } }) =>
			events.every(({ source2, closed }) => closed === (source2 === 'import'))
				? [{ key: 'import', closed: true }]
				: [],
		calls: 1,
	},
];
