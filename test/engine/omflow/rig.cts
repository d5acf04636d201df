import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf, secretsIn } from '../../credentials.cts';
import { startAll, type All } from '../../servers/all.cts';
import type { OmflowOptions, OmflowStandIn } from '../../servers/omflow.cts';
import { runNode, stored, type Done, type Job } from '../engine.cts';

/** A stand-in for OMFLOW that tests start anew with other options, and the node run against it. */
export class Rig {
	servers!: All;

	get server(): OmflowStandIn {
		return this.servers.omflow;
	}

	async begin(options: OmflowOptions = {}): Promise<void> {
		await this.servers?.close();
		this.servers = await startAll({
			akashi: { staff: 1 },
			amServer: { users: 1 },
			omflow: options,
		});
	}

	/** Runs the node; whatever comes of it must hold no secret. */
	async run(
		parameters: INodeParameters,
		more: Partial<Job> = {},
		credential: ICredentialDataDecryptedObject = {},
	): Promise<Done> {
		const { type, data } = credentialsOf(this.servers).omflow;
		const own = stored(type, { ...data, ...credential });
		const done = await runNode({ node: 'omflow', credential: own, parameters, ...more });
		expect(secretsIn(this.servers, JSON.stringify(done.run.data.resultData))).toEqual([]);
		expect(this.server.violations).toEqual([]);
		return done;
	}
}
