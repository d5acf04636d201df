import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { asId, asList, type Answered } from '../../../shared/answers';
import type { Client } from '../../../shared/client/client';
import type { Zones } from '../../../shared/dates';
import { operation, type ValuesOf } from '../../../shared/operation';
import { single } from '../../../shared/reading/single';
import { writesInOrder } from '../../../shared/writing/inOrder';
import { projectId, projectLocator } from '../../locators';
import { staffIdList } from '../../people';
import { calls } from './contract';

const row = z.object({
	projectId: z.number(),
	staffIds: z.array(z.number()),
	ownerStaffIds: z.array(z.number()),
});

const simplify = (
	members: Answered<typeof calls.changeProjectMembers> & { project_id?: unknown },
): z.infer<typeof row> => ({
	projectId: asId(members.project_id),
	staffIds: asList(members.staff_ids).map(asId),
	ownerStaffIds: asList(members.owner_staff_ids).map(asId),
});

/** Picks several people. */
const people = (
	displayName: string,
	name: string,
	property: string,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getStaff' },
	default: [],
	description: `${description}. Staff codes and email addresses may stand for IDs. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.`,
	routing: { send: { type: 'body', property } },
});

const input = (_: Zones, client: Client) =>
	z
		.object({
			project_id: projectId(client),
			assign: staffIdList(client),
			owner: staffIdList(client),
			unassign: staffIdList(client),
		})
		.superRefine(({ assign, owner, unassign }, context) => {
			const refuse = (path: string, message: string) =>
				context.addIssue({ code: z.ZodIssueCode.custom, path: [path], message });
			const assigned = [...assign, ...owner];
			if (assigned.length + unassign.length === 0) {
				refuse(
					'assign',
					'must not be empty if "Owners to Assign Names or IDs" and "Staff to Unassign Names or IDs" are empty as well',
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
			'Staff to Assign Names or IDs',
			'assignStaffIds',
			'assign',
			'People to add as members. An owner listed here becomes a regular member',
		),
		people(
			'Owners to Assign Names or IDs',
			'assignOwnerIds',
			'owner',
			'People to add as owners, or members to make owners',
		),
		people(
			'Staff to Unassign Names or IDs',
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
			({ project_id, assign, owner, unassign }: ValuesOf<typeof input>) => {
				const assigned = [...new Set([...assign, ...owner])].map((staff_id) => ({
					staff_id,
					owner: owner.includes(staff_id),
				}));
				return {
					project_id,
					...(assigned.length > 0 ? { assign: assigned } : {}),
					...(unassign.length > 0 ? { unassign } : {}),
				};
			},
		),
	),
	simplify,
	writes: true,
	output: row,
});
