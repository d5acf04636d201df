import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { id, idList, optional } from '../../../shared/inputs';
import { operation, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { projectLocator } from '../../locators';
import { calls } from './contract';

/** A list of staff IDs. */
const people = (
	displayName: string,
	name: string,
	property: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: 'e.g. 101, 102, 103',
	description: `${description}. Staff IDs (not staff codes), separated by commas. An expression can return a list.`,
	routing: { send: { type: 'body', property } },
});

const input = () =>
	z
		.object({
			project_id: id,
			assign: optional(idList),
			owner: optional(idList),
			unassign: optional(idList),
		})
		.superRefine(({ assign = [], owner = [], unassign = [] }, context) => {
			const refuse = (path: string, message: string) =>
				context.addIssue({ code: z.ZodIssueCode.custom, path: [path], message });
			const assigned = [...assign, ...owner];
			if (assigned.length + unassign.length === 0) {
				refuse(
					'assign',
					'must not be empty if "Owners to Assign" and "Staff to Unassign" are empty as well',
				);
			}
			const both = unassign.filter((one) => assigned.includes(one));
			if (both.length > 0)
				refuse('unassign', `contains staff that are also to be assigned: ${both.join(', ')}`);
		});

/** 6.30: adds people to a project and removes others, in one call. */
export const update = operation({
	entry: {
		name: 'Update',
		value: 'update',
		action: 'Update project members',
		description: 'Add staff members to a project and remove others',
	},
	fields: [
		{ ...projectLocator, routing: { send: { type: 'body', property: 'project_id' } } },
		people(
			'Staff to Assign',
			'assignStaffIds',
			'assign',
			'People to add as members. An owner listed here becomes a regular member',
		),
		people(
			'Owners to Assign',
			'assignOwnerIds',
			'owner',
			'People to add as owners, or members to make owners',
		),
		people(
			'Staff to Unassign',
			'unassignStaffIds',
			'unassign',
			'People to remove from the project',
		),
	],
	input,
	execute: writesInOrder(
		single(
			calls.changeProjectMembers,
			(payload: object, { project_id }) => [{ project_id, ...payload }],
			({ project_id, assign = [], owner = [], unassign }: ValuesOf<typeof input>) => {
				const assigned = [...new Set([...assign, ...owner])].map((staff_id) => ({
					staff_id,
					owner: owner.includes(staff_id),
				}));
				return {
					project_id,
					...(assigned.length > 0 ? { assign: assigned } : {}),
					...(unassign ? { unassign } : {}),
				};
			},
		),
	),
	writes: true,
	output: calls.changeProjectMembers.response.extend({ project_id: z.number() }),
});
