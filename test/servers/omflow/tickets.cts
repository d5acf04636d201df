import type { SentFile } from '../base.cts';

/** Tickets of some forms and the missions that come of them, after omflow-rest and the source of 1.1.0.0. */

/** A row of the list of a form: a ticket, or one branch of one. */
export interface OmflowTicket {
	/** Its `data_id`. */
	id: number;
	flow_uuid: string;
	data_no: string;
	title: string | null;
	/** As text (omflow-rest). */
	status: string;
	level: string;
	group: string;
	stop_chart_text: string | null;
	history: boolean;
	closed: boolean;
	running: boolean;
	error: boolean;
	error_message: string | null;
	/** Naive local times. */
	createtime: string;
	updatetime: string;
	create_user_id: string;
	update_user_id: string;
	/** Of the flow engine: no business of anybody's. */
	data_param: string;
	formitm_1: string | null;
	formitm_2: string | null;
	formitm_3: string | null;
}

/** A mission: what a ticket waits for. */
export interface OmflowMission {
	id?: number;
	data_id: number;
	data_no: string;
	flow_uuid?: string;
	flow_name?: string;
	/** Announced for later versions (omflow-rest). */
	api_path?: string;
	title: string | null;
	status: string;
	level?: string;
	stop_chart_text?: string | null;
	create_user_id?: string;
	/** The names of the two buttons with a comma between. */
	action?: string;
	attachment?: boolean;
	ticket_createtime?: string;
	createtime?: string;
	updatetime?: string;
	/** The ID of whose it is. */
	assignee_id: number | null;
	assign_group_id?: number | null;
}

export interface TicketOptions {
	/** What lists mind of `start` and `limit`: a slice (seen) unless told, nothing, or `limit` as a number of rows. */
	listsMind?: 'count' | 'nothing' | 'slice';
	/** The server tells neither its forms nor their shapes. */
	formsUntold?: boolean;
	/** Shapes in the format of calls are for those who may design flows (source of 1.1.0.0). */
	formatRefused?: boolean;
	/** It does not tell the designs of forms, nor steps: other versions may lack these calls. */
	designsUntold?: boolean;
	/** Those who call may deal with this step alone. */
	ownStep?: string;
	/** Forms that its list leaves out, by path. */
	unlisted?: string[];
	/** A field without its type is not read, as the source of 1.1.0.0 has it. */
	fieldTypes?: boolean;
	/** A ticket keeps its `data_id` from step to step. */
	sameDataId?: boolean;
	/** Missions carry the API path of their form, as announced. */
	missionPaths?: boolean;
}

interface Field {
	id: string;
	type: string;
	title: string;
	/** At every step, or at these only; the empty name is the start. */
	required?: true | string[];
	choices?: Array<{ text: string; value: string }>;
}

interface FormDesign {
	path: string;
	name: string;
	app: string;
	uuid: string;
	/** What the numbers of its tickets begin with. */
	prefix: string;
	fields: Field[];
	/** The steps, one after the other; several names in one are branches that run in parallel. */
	steps: string[][];
	/** The buttons of its steps. */
	buttons: string;
	/** Its start checks tickets: then no number is answered (omflow-rest). */
	checks?: true;
}

/** The form that most tests use. */
export const formPath = 'leave-request';

const title: Field = { id: 'FORMITM_1', type: 'h_title', title: '標題' };
const reason: Field = { id: 'FORMITM_2', type: 'inputbox', title: '事由', required: true };
const proof: Field = { id: 'FORMITM_3', type: 'file', title: '附件' };

/** The forms of the stand-in. */
export const forms: FormDesign[] = [
	{
		path: formPath,
		name: '請假單',
		app: '人事',
		uuid: '67d4cf9a-49cd-4341-90da-b899eb0219b1',
		prefix: 'LEAVE',
		fields: [title, reason, proof],
		steps: [['主管審核'], ['人事確認']],
		buttons: '同意,退回',
	},
	{
		path: 'purchase',
		name: '採購單',
		app: '總務',
		uuid: '1c192a11-842a-4439-8bd2-b4e0c1226c97',
		prefix: '',
		fields: [title, reason],
		steps: [['財務審核', '總務審核'], ['結案確認']],
		buttons: ',',
	},
	{
		path: 'checked',
		name: '加班單',
		app: '人事',
		uuid: '0e5a9d8e-1f0e-4c3b-8a57-0d2f1f6f4a11',
		prefix: 'OT',
		fields: [title, reason],
		steps: [['主管審核']],
		buttons: ',',
		checks: true,
	},
	{
		path: 'trip',
		name: '出差單',
		app: '人事',
		uuid: '5b1d2c3e-7f60-4c51-9a42-3d8e6f7a9b10',
		prefix: 'TRIP',
		fields: [
			title,
			{
				id: 'FORMITM_2',
				type: 'list',
				title: '區分',
				required: true,
				choices: [
					{ text: '國內', value: '1' },
					{ text: '海外', value: '2' },
				],
			},
			{ id: 'FORMITM_3', type: 'h_group', title: '負責人', required: ['', '人事確認'] },
		],
		steps: [['主管審核'], ['人事確認']],
		buttons: '同意,',
	},
];

type Body = Record<string, unknown>;
type Row = Record<string, unknown>;

/** What the tickets need of the server. */
export interface Surroundings {
	/** Makes the refusal in the envelope that OMFLOW words so. */
	refuse: (words: string, status?: number) => Error;
	/** The server's local time, naive. */
	now: () => string;
	options: () => TicketOptions;
	/** A condition list: which rows it lets through. */
	filter: (rows: Row[], body: Body, sample: Row) => Row[];
}

/** The calls about tickets, missions and forms. */
export function makeTickets({ refuse, now, options, filter }: Surroundings) {
	const tickets: OmflowTicket[] = [];
	const missions: OmflowMission[] = [];
	const ticketFiles = new Map<string, SentFile[]>();
	let numbers = 0;
	let missionIds = 0;

	const designOf = (path: string) => forms.find((one) => one.path === path);
	const nextId = () => Math.max(0, ...tickets.map(({ id }) => id)) + 1;

	const slice = (rows: Row[], { start = 0, limit = 100 }: Body): Row[] => {
		const [from, to] = [Number(start), Number(limit)];
		const { listsMind = 'slice' } = options();
		if (listsMind === 'nothing') return rows;
		return rows.slice(from, Math.max(from, listsMind === 'count' ? from + to : to));
	};
	const listed = (rows: Row[], body: Body, sample: Row): Row[] => {
		const kept = slice(filter(rows, body, sample), body);
		const columns = body.search_columns as string[] | undefined;
		if (!columns?.length) return kept;
		return kept.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])));
	};

	const fieldsIn = (body: Body) => {
		const fields = (body.formdata ?? []) as Array<{ id: string; value: unknown; type?: string }>;
		const untyped = fields.some(({ type }) => type === undefined);
		if (options().fieldTypes && untyped) throw refuse("'type'", 500);
		return fields;
	};
	const isRequired = ({ required = [] }: Field, step: string) =>
		required === true || required.includes(step);
	/** Of a group and a user, the server looks into the value: text is not read (source of 1.1.0.0). */
	const isFilled = ({ type }: Field, value: unknown): boolean => {
		if (type !== 'h_group' || value === undefined) return Boolean(value);
		if (typeof value === 'string') throw refuse('string indices must be integers');
		return Boolean((value as { group?: unknown }).group);
	};
	/**
	 * The columns that some fields fill. What a step requires must be sent again, whatever the ticket holds (source of
	 * 1.1.0.0). Says no more than that something is missing (seen).
	 */
	const filled = (design: FormDesign, body: Body, step = ''): Partial<OmflowTicket> => {
		const fields = fieldsIn(body);
		const lacks = design.fields.some((field) => {
			const value = fields.find(({ id }) => id === field.id)?.value;
			return isRequired(field, step) && !isFilled(field, value);
		});
		if (lacks) throw refuse('Missing required fields.');
		const columns = fields.map(({ id, value }) => [
			id.toLowerCase(),
			typeof value === 'object' ? JSON.stringify(value) : String(value),
		]);
		const values = Object.fromEntries(columns) as Partial<OmflowTicket>;
		return { ...values, ...(values.formitm_1 ? { title: values.formitm_1 } : {}) };
	};

	/** Lets a ticket wait at a step, and gives the mission to the administrator. */
	const wait = (design: FormDesign, row: OmflowTicket) => {
		missions.push({
			id: ++missionIds,
			data_id: row.id,
			data_no: row.data_no,
			flow_uuid: design.uuid,
			flow_name: design.name,
			...(options().missionPaths ? { api_path: design.path } : {}),
			title: row.title,
			status: row.status,
			level: row.level,
			stop_chart_text: row.stop_chart_text,
			create_user_id: row.create_user_id,
			action: design.buttons,
			attachment: false,
			ticket_createtime: row.createtime,
			createtime: row.updatetime,
			updatetime: row.updatetime,
			assignee_id: 2,
			assign_group_id: null,
		});
	};
	const create = (design: FormDesign, values: Partial<OmflowTicket>, user: string) => {
		const data_no = `${design.prefix}${String(++numbers).padStart(design.prefix ? 5 : 1, '0')}`;
		const at = now();
		for (const step of design.steps[0]) {
			const row: OmflowTicket = {
				id: nextId(),
				flow_uuid: design.uuid,
				data_no,
				title: '休暇',
				status: '1',
				level: '',
				group: '',
				stop_chart_text: step,
				history: false,
				closed: false,
				running: false,
				error: false,
				error_message: null,
				createtime: at,
				updatetime: at,
				create_user_id: user,
				update_user_id: user,
				data_param: '{"flow_value": {}}',
				formitm_1: null,
				formitm_2: null,
				formitm_3: null,
				...values,
			};
			tickets.push(row);
			wait(design, row);
		}
		return design.checks ? '' : data_no;
	};

	/** Moves a row to the next step; where branches meet, when the last one arrives. */
	const push = (
		design: FormDesign,
		row: OmflowTicket,
		values: Partial<OmflowTicket>,
		user: string,
	) => {
		const of = (one: OmflowMission) => one.flow_uuid === row.flow_uuid && one.data_id === row.id;
		const mission = missions.findIndex(of);
		if (mission >= 0) missions.splice(mission, 1);
		const place = design.steps.findIndex((names) => names.includes(row.stop_chart_text!));
		const others = tickets.filter(
			(one) => one.data_no === row.data_no && one !== row && !one.history && !one.closed,
		);
		const next = design.steps[place + 1]?.[0];
		const changes = { ...values, updatetime: now(), update_user_id: user };
		if (others.length > 0 || (next !== undefined && !options().sameDataId)) {
			Object.assign(row, changes, { history: true });
			if (others.length > 0) return;
			const moved = { ...row, id: nextId(), history: false, status: '2', stop_chart_text: next };
			tickets.push(moved);
			wait(design, moved);
			return;
		}
		if (next === undefined) {
			Object.assign(row, changes, { closed: true, status: '3', stop_chart_text: null });
			return;
		}
		Object.assign(row, changes, { status: '2', stop_chart_text: next });
		wait(design, row);
	};

	const edit = (body: Body, path: string, user: string, files: SentFile[] = []): string => {
		const design = designOf(path);
		if (!design) throw refuse("'NoneType' object has no attribute 'api'", 500);
		if (!['create', 'update'].includes(body.action as string)) {
			throw refuse('Please provide the correct action to add, edit or delete.');
		}
		if (body.action === 'create') {
			const values = filled(design, body);
			const wanted = (body.files_item ?? []) as string[];
			const parts = new Set(files.map(({ part }) => part));
			const lost = [...parts].find((part) => part !== 'files' && !wanted.includes(part));
			if (lost) throw refuse(`nobody takes the file ${lost}`);
			const named = Object.fromEntries(
				files
					.filter(({ part }) => part !== 'files')
					.map(({ part, name }) => [part.toLowerCase(), name]),
			);
			const number = create(design, { ...values, ...named }, user);
			if (files.length > 0) ticketFiles.set(tickets.at(-1)!.data_no, files);
			return number;
		}
		const found = tickets.find(
			({ id, history, closed }) => id === body.data_id && !history && !closed,
		);
		if (!found) throw refuse('Omdata matching query does not exist.');
		if (found.running) throw refuse('The ticket is running and cannot be changed.');
		// A button that the step does not have pushes it on all the same (source of 1.1.0.0).
		const values = body.quick_action ? {} : filled(design, body, found.stop_chart_text ?? '');
		push(design, found, values, user);
		return '';
	};

	const pushTicket = (dataId: number) => {
		const row = tickets.find(({ id }) => id === dataId)!;
		push(forms.find(({ uuid }) => uuid === row.flow_uuid)!, row, {}, 'admin');
	};

	const list = (body: Body, path: string): Row[] => {
		const design = designOf(path);
		if (!design) throw refuse('The flow was not found.');
		const rows = tickets.filter(({ flow_uuid }) => flow_uuid === design.uuid);
		return listed(rows as unknown as Row[], body, sampleTicket);
	};

	/** Of a person without missions the server asks no table at all (seen). */
	const missionsOf = (userId: number, body: Body): Row[] => {
		const own = missions.filter(({ assignee_id }) => assignee_id === userId);
		if (own.length > 0) return listed(own as unknown as Row[], body, sampleMission);
		throw refuse(
			"Query failed, the error message is as follows:'NoneType' object has no attribute 'objects'",
		);
	};

	const print = ({ flow, number, dataId }: Record<string, string>) => {
		const row = tickets.find(
			({ id, flow_uuid, data_no }) =>
				id === Number(dataId) && data_no === number && flow_uuid.replace(/-/g, '') === flow,
		);
		if (!row) throw refuse('Omdata matching query does not exist.');
		return `<!DOCTYPE html>\n<html><body><h1>${row.title}</h1><p>${row.formitm_2}</p></body></html>\n`;
	};

	const listForms = () => {
		if (options().formsUntold) throw refuse('refused', 403);
		const apps = [...new Set(forms.map(({ app }) => app))];
		const listed = forms.filter(({ path }) => !options().unlisted?.includes(path));
		return {
			app: apps.map((app_name, index) => ({ id: index + 1, app_name })),
			flow: listed.map((one, index) => ({
				id: index + 1,
				flow_uuid: one.uuid.replace(/-/g, ''),
				api_path: one.path,
				flow_name: one.name,
				flow_app_id: apps.indexOf(one.app) + 1,
			})),
		};
	};
	const formFormat = ({ app_name, flow_name, action }: Body) => {
		if (options().formsUntold || options().formatRefused) throw refuse('refused', 403);
		const design = forms.find(({ app, name }) => app === app_name && name === flow_name);
		if (!design) return null;
		const formdata = design.fields.map(({ id, type, title: name }) => ({
			id,
			value: `<${name}>`,
			type,
		}));
		const input = { security: '<security>', api_path: design.path, action, formdata };
		return { input, output: { success1: { status: '200', message: '', result: '<data_no>' } } };
	};

	/** A design as the server keeps it: fields lie in boxes. */
	const designed = (design: FormDesign, step: string) => ({
		items: [
			{ id: 'FORMITM_BOX_1', type: 'box12', config: { title: '基本' } },
			...design.fields.map((field) => {
				const { id, type, title: name, choices } = field;
				const require = isRequired(field, step);
				const config =
					type === 'h_group'
						? { group_title: name, user_title: '人員', require, user_require: false, lists: [] }
						: { title: name, require, ...(choices ? { lists: choices } : {}) };
				return { id, type, config };
			}),
		],
	});
	const formDesign = ({ api_path }: Body) => {
		const { formsUntold, designsUntold } = options();
		if (formsUntold || designsUntold) throw refuse('url', 403);
		const design = designOf(api_path as string);
		if (!design) throw refuse("['“” is not a valid UUID.']", 500);
		return { formobject: JSON.stringify(designed(design, '')), attachment: true };
	};
	const loadTicket = ({ flow_uuid, data_id }: Body) => {
		const { formsUntold, designsUntold } = options();
		if (formsUntold || designsUntold) throw refuse('url', 403);
		const row = tickets.find(
			({ id, flow_uuid: uuid }) => id === data_id && uuid.replace(/-/g, '') === flow_uuid,
		);
		if (!row) throw refuse('The flow was not found.');
		const design = forms.find(({ uuid }) => uuid === row.flow_uuid)!;
		const values = row as unknown as Record<string, string | null>;
		const formdata = design.fields.map(({ id, type }) => {
			const text = values[id.toLowerCase()];
			return { id, type, value: type === 'h_group' ? JSON.parse(text || '{}') : text };
		});
		return {
			formobject: designed(design, row.stop_chart_text ?? ''),
			formdata,
			quick_action: design.buttons === ',' ? null : design.buttons,
			find_item: row.stop_chart_text !== null,
			closed: row.closed,
		};
	};

	const forgetNumbers = () => void (numbers = missionIds = 0);

	return {
		forgetNumbers,
		pushTicket,
		print,
		ticketFiles,
		tickets,
		missions,
		edit,
		list,
		missionsOf,
		listForms,
		formFormat,
		formDesign,
		loadTicket,
		create,
		designOf,
	};
}

/** Values of each kind, by which a condition on a column is understood. */
const sampleTicket: Row = {
	id: 1,
	flow_uuid: '',
	data_no: '',
	title: '',
	status: '',
	level: '',
	group: '',
	stop_chart_text: '',
	history: false,
	closed: false,
	running: false,
	error: false,
	error_message: '',
	createtime: '',
	updatetime: '',
	create_user_id: '',
	update_user_id: '',
	formitm_1: '',
	formitm_2: '',
	formitm_3: '',
};
const sampleMission: Row = {
	id: 1,
	data_id: 1,
	data_no: '',
	flow_name: '',
	title: '',
	status: '',
	stop_chart_text: '',
	createtime: '',
	updatetime: '',
};
