import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import type { Run, Workflow } from '../n8n/instance.cts';
import type { McpClient } from '../n8n/mcp.cts';
import type { All } from '../servers/all.cts';
import type { Mail } from '../servers/mail.cts';

/** Where the recipes lie, a folder each. */
export const folder = join(__dirname, '..', '..', 'docs', 'recipes');

/** Names of all recipes, as their folders are called. */
export const recipeNames = readdirSync(folder, { withFileTypes: true })
	.filter((one) => one.isDirectory())
	.map(({ name }) => name)
	.sort();

/** A recipe's workflow as it is imported. */
export const workflowOf = (name: string): Workflow =>
	JSON.parse(readFileSync(join(folder, name, 'workflow.json'), 'utf8'));

/** What a run of a recipe left behind. */
export interface Done {
	run: Run;
	servers: All;
	/** Mails that were sent, in order. */
	mails: Mail[];
	/** Texts that were posted to the chat, in order. */
	posts: string[];
	/** What the webhook or the form answered. */
	answer?: string;
	/** Rows of a data table after the run. */
	rows(table: string): Promise<IDataObject[]>;
	/** Requests to a stand-in, sign-in aside. */
	calls(system: 'akashi' | 'amServer' | 'omflow'): number;
}

/** A file for a form, with its rows. */
export interface Sheet {
	name: string;
	rows: IDataObject[];
}

/** One run of a recipe, with what it needs and what has to come of it. */
export interface Recipe {
	/** Name of its folder. */
	name: string;
	/** Which run, where there are several. */
	title?: string;
	/** Data tables that have to be there, with their rows. */
	tables?: (servers: All) => Record<string, IDataObject[]>;
	/** Puts into the stand-ins what there has to be. */
	prepare?: (servers: All) => void;
	/** Sets in the workflow what the page says is to be set, credentials and tables aside. */
	set?: (workflow: Workflow, servers: All) => void;
	/** Makes its calls of the tools, where an AI's client starts it. */
	ask?: (client: McpClient, servers: All) => Promise<void>;
	/** What is sent to the webhook. */
	post?: (servers: All) => IDataObject;
	/** What is filled in to the form, in the order of its fields. */
	form?: (servers: All) => Array<string | Sheet>;
	check?: (done: Done) => Promise<void> | void;
}
