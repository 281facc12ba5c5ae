import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  /** From the envelope, which decides who gets the mail. */
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly parsed: ParsedMail;
  /** The exact text that was received. */
  readonly raw: string;
}

export interface MailServer {
  /** For clients that need no credential. */
  readonly url: string;
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** The passwords of clients that signed in. */
  readonly passwords: readonly string[];
  /** Answers the next mail with this code, such as 451 or 550. */
  refuseNext(code: number): void;
  stop(): Promise<void>;
}

/** An SMTP server on 127.0.0.1 for one test, without encryption. It accepts any name and password. */
export async function receiveMail(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const passwords: string[] = [];
  const refusals: number[] = [];
  const onAuth: SMTPServerOptions['onAuth'] = ({ username, password }, _session, done) => {
    passwords.push(password ?? '');
    done(null, { user: username });
  };
  const onData: SMTPServerOptions['onData'] = async (stream, { envelope }, done) => {
    const raw = await buffer(stream).catch(() => undefined);
    // The client was killed while it sent.
    if (raw === undefined) return done(new Error('cut off'));
    const code = refusals.shift();
    if (code !== undefined) return done(Object.assign(new Error('not now'), { responseCode: code }));
    const recipients = envelope.rcptTo.map(({ address }) => address);
    const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    mails.push({ sender, recipients, parsed: await simpleParser(raw), raw: raw.toString() });
    done();
  };
  const plain = { authOptional: true, allowInsecureAuth: true, disabledCommands: ['STARTTLS'], logger: false };
  const server = new SMTPServer({ ...plain, onAuth, onData });
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    passwords,
    refuseNext: (code) => void refusals.push(code),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
