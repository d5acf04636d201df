import type { Chapter } from './chapters.cts';

/**
 * OMFLOW's calls by the pages of its handbook that document them: all of its chapter 5, "REST API", and what page 6-02
 * uses besides. The first page is the sign-in, `GET /accounts/api/security/get/`: the credential does it.
 */

const list = [
	'search_columns',
	'search_conditions',
	'exclude_conditions',
	'order_columns',
	'limit',
	'start',
];
const ticket = ['api_path', 'data_no', 'data_id'];
const oneLeave = ['leave_id', 'identifier'];
const POST = 'POST' as const;

/** In the body of every call; both come from the credential. */
export const inEveryBody = ['security', 'omflow_restapi'];

const filtered = 'by the filters; the others that the node knows it asks for itself';
const slices = 'the node turns the pages itself';
const lookedUp = "the node looks it up by the ticket's number";

/** Parameters that no field sends under their own name, by `page parameter` or `parameter`, each with why. */
export const filledForOmflow: Record<string, string> = {
	security: 'from the credential',
	omflow_restapi: 'from the credential',
	start: slices,
	limit: slices,
	search_conditions: filtered,
	search_columns: 'all of them',
	exclude_conditions: 'a Filter node after it does the same',
	order_columns: 'by ID, so that pages do not overlap; a Sort node after it does the rest',
	data_id: lookedUp,
	data_no: '"Ticket Number"',
	api_path: '"Form"',
	action: 'by the operation',
	formdata: '"Fields"',
	files_item: 'from the names of the form fields that get files',
	flow: 'of the form',
	number: '"Ticket Number"',
	dataId: lookedUp,
	'5-05 event/create source2': '"Key"',
	org_no: 'by the codes or names of organizations; the tree of departments needs them all',
	org_name: 'the node finds the codes, which every version takes',
};

export const pages: Record<string, Chapter> = {
	'5-02 omdata/edit': {
		method: POST,
		paths: ['/rest/flowmanage/api/omdata/edit/{form}/'],
		parameters: ['action', 'formdata', 'files', 'files_item', 'data_id', 'quick_action'],
		operations: ['ticket.create', 'ticket.advance', 'ticket.quickAction', 'mission.advance'],
	},
	'5-03 my-mission/list': {
		method: POST,
		paths: ['/rest/my-mission/api/my-mission/list/'],
		parameters: list,
		operations: ['mission.getAll'],
	},
	'5-04 omdata/list': {
		method: POST,
		paths: ['/rest/flowmanage/api/omdata/list/{form}/'],
		parameters: list,
		operations: ['ticket.getAll', 'ticket.get'],
	},
	'5-05 event/create': {
		method: POST,
		paths: ['/rest/monitor/api/event/create/'],
		parameters: ['title', 'content', 'severity', 'source2'],
		operations: ['event.create'],
	},
	'5-05 event/close': {
		method: POST,
		paths: ['/rest/monitor/api/event/close/'],
		parameters: ['source2'],
		operations: ['event.close'],
	},
	'5-06 user/list': {
		method: POST,
		paths: ['/rest/accounts/api/user/list/'],
		parameters: list,
		operations: ['user.getAll'],
	},
	'5-06 user/list-by-group': {
		method: POST,
		paths: ['/rest/accounts/api/user/list-by-group/'],
		parameters: ['org_no', 'org_name'],
		operations: ['user.getByOrganization'],
	},
	'5-07 group/list': {
		method: POST,
		paths: ['/rest/accounts/api/group/list/'],
		parameters: ['org_no', 'org_name'],
		operations: ['department.getAll'],
	},
	'5-08 leave-records/add': {
		method: POST,
		paths: ['/rest/api/leave-records/add/'],
		parameters: ['start', 'end', 'principal', 'substitute', 'identifier'],
		operations: ['leaveRecord.create'],
	},
	'5-08 leave-records/list': {
		method: POST,
		paths: ['/rest/api/leave-records/list/'],
		parameters: ['cancel', 'history', 'principal', 'substitute'],
		operations: ['leaveRecord.getAll'],
	},
	'5-08 leave-records/update': {
		method: POST,
		paths: ['/rest/api/leave-records/update/'],
		parameters: [...oneLeave, 'substitute'],
		operations: ['leaveRecord.update'],
	},
	'5-08 leave-records/cancel': {
		method: POST,
		paths: ['/rest/api/leave-records/cancel/'],
		parameters: oneLeave,
		operations: ['leaveRecord.cancel'],
	},
	'5-08 leave-records/delete': {
		method: POST,
		paths: ['/rest/api/leave-records/delete/'],
		parameters: oneLeave,
		operations: ['leaveRecord.delete'],
	},
	'5-09 omdata-worklog/create': {
		method: POST,
		paths: ['/rest/flowmanage/api/omdata-worklog/create/'],
		parameters: [...ticket, 'content'],
		operations: ['worklog.create'],
	},
	'5-09 omdata-worklog/list': {
		method: POST,
		paths: ['/rest/flowmanage/api/omdata-worklog/list/'],
		parameters: ticket,
		operations: ['worklog.getAll'],
	},
	'6-02 print-form': {
		method: POST,
		paths: ['/rest/flowmanage/api/print-form/{flow}/{number}/{dataId}/'],
		parameters: [],
		operations: ['ticket.getPrintableForm'],
	},
	'6-02 server-version/get': {
		method: POST,
		paths: ['/rest/app/server-version/get/'],
		parameters: [],
		operations: ['server.getVersion'],
	},
};

/** Calls of the node that the handbook does not show, by their source, each with where it comes from. */
export const besides: Record<string, string> = {
	'service/form': 'seen on 1.1.0.0: the forms of the picker',
	'flow-active-api-format/get': "seen on 1.1.0.0: the names of a form's fields",
	'service/column':
		'source of 1.1.0.0: what a form requires and offers, for users who may not design flows',
	'omdata/load': 'source of 1.1.0.0: the form and the buttons of the step at which a ticket waits',
};
