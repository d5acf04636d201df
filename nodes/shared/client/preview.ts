import type { IDataObject } from 'n8n-workflow';

import type { Call } from '../contract';
import type { Connection, Values } from '../system';
import type { SentFile } from './multipart';
import { withoutSecretValues } from './redact';
import { resolvePath } from './transport';

/** What a call would send, fit for an output item: without the sign-in, and with its secrets hidden. */
export function previewOf(
	connection: Connection,
	call: Call,
	values: Values,
	files: SentFile[],
): IDataObject {
	const { path, rest } = resolvePath(connection, call, values);
	const body = withoutSecretValues(rest, call.secrets) as IDataObject;
	const shown = files.map(({ part, fileName, mimeType, size }) => ({
		part,
		fileName,
		mimeType,
		bytes: size,
	}));
	const sent = shown.length > 0 ? { files: shown } : {};
	return { checkedOnly: true, method: call.method, path, body, ...sent };
}
