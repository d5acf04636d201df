import { createServer, type AddressInfo, type Socket } from 'node:net';

import { host } from './base.cts';

/** A mail as it came: addresses of the envelope, and the decoded parts. */
export interface Mail {
	from: string;
	to: string[];
	subject: string;
	/** The plain text; empty if there is none. */
	text: string;
	/** The HTML; empty if there is none. */
	html: string;
	attachments: Array<{ name: string; content: Buffer }>;
}

export interface MailServer {
	port: number;
	/** Every mail in the order of arrival. */
	mails: Mail[];
	/** A credential for n8n's Send Email node. */
	credential: { type: 'smtp'; data: Record<string, string | number | boolean> };
	close(): Promise<void>;
}

/** Text with encoded words (RFC 2047) as it reads. Blanks between two such words do not count. */
const unfolded = (text: string) =>
	text
		.replace(/\?=\s+=\?/g, '?==?')
		.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
			kind.toLowerCase() === 'b'
				? Buffer.from(word, 'base64').toString()
				: quotedPrintable(word.replace(/_/g, ' ')).toString(),
		);

const quotedPrintable = (text: string): Buffer =>
	Buffer.from(
		text
			.replace(/=\r\n/g, '')
			.replace(/=([0-9A-F]{2})/gi, (_, digits: string) =>
				String.fromCharCode(parseInt(digits, 16)),
			),
		'latin1',
	);

/** A header and a body, which a blank line divides. */
function divided(source: string) {
	const at = source.indexOf('\r\n\r\n');
	const lines = source.slice(0, at).replace(/\r\n[ \t]+/g, ' ');
	const headers = new Map(
		lines.split('\r\n').map((line) => {
			const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? ['', '', ''];
			return [name.toLowerCase(), value];
		}),
	);
	return { headers, body: source.slice(at + 4) };
}

/** Reads one part into a mail, and the parts of a part that has several. */
function readPart(source: string, mail: Mail): void {
	const { headers, body } = divided(source);
	const type = headers.get('content-type') ?? 'text/plain';
	const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
	if (boundary) {
		const parts = `\r\n${body}`.split(`\r\n--${boundary}`).slice(1, -1);
		for (const part of parts) readPart(part.replace(/^\r\n/, ''), mail);
		return;
	}
	const encoding = headers.get('content-transfer-encoding');
	const content =
		encoding === 'base64'
			? Buffer.from(body, 'base64')
			: encoding === 'quoted-printable'
				? quotedPrintable(body)
				: Buffer.from(body, 'latin1');
	const disposition = headers.get('content-disposition') ?? '';
	if (disposition.startsWith('attachment')) {
		const name = /filename="?([^";]+)"?/.exec(disposition)?.[1] ?? '';
		mail.attachments.push({ name, content });
	} else {
		const text = content.toString().replace(/\r\n/g, '\n').trimEnd();
		if (type.startsWith('text/html')) mail.html = text;
		else mail.text = text;
	}
}

/** A mail from its source as it was sent, byte for byte in latin1. */
function mailOf(source: string, envelope: Pick<Mail, 'from' | 'to'>): Mail {
	const mail: Mail = { ...envelope, subject: '', text: '', html: '', attachments: [] };
	mail.subject = unfolded(divided(source).headers.get('subject') ?? '');
	readPart(source, mail);
	return mail;
}

/** Starts an SMTP server that takes every mail and delivers none. */
export async function startMail(): Promise<MailServer> {
	const mails: Mail[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket)).on('error', () => {});
		let [pending, from, to]: [string, string, string[]] = ['', '', []];
		let readsMail = false;
		const say = (line: string) => socket.write(`${line}\r\n`);
		const command = (line: string) => {
			const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
			const verb = line.slice(0, 4).toUpperCase();
			if (verb === 'QUIT') return void socket.end('221 bye\r\n');
			if (verb === 'MAIL') [from, to] = [address, []];
			if (verb === 'RCPT') to.push(address);
			readsMail = verb === 'DATA';
			say(readsMail ? '354 go on' : '250 ok');
		};
		socket.setEncoding('latin1');
		socket.on('data', (chunk) => {
			pending += String(chunk);
			for (;;) {
				const end = pending.indexOf(readsMail ? '\r\n.\r\n' : '\r\n');
				if (end < 0) return;
				const piece = pending.slice(0, end);
				pending = pending.slice(end + (readsMail ? 5 : 2));
				if (!readsMail) {
					command(piece);
					continue;
				}
				readsMail = false;
				mails.push(mailOf(piece.replace(/^\.\./gm, '.'), { from, to }));
				say('250 taken');
			}
		});
		say('220 test');
	});
	await new Promise<void>((done) => server.listen(0, host, done));
	const { port } = server.address() as AddressInfo;
	return {
		port,
		mails,
		credential: {
			type: 'smtp',
			data: { user: '', password: '', host, port, secure: false, disableStartTls: true },
		},
		close: () =>
			new Promise((done) => {
				for (const socket of sockets) socket.destroy();
				server.close(() => done());
			}),
	};
}
