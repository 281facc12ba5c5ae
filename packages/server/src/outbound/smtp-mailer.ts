import { setTimeout as delay } from 'node:timers/promises';
import type { Secret } from '@lanyard/core/secret';
import { createTransport } from 'nodemailer';
import type { SMTPTransportOptions } from 'nodemailer/lib/smtp-transport';
import type { Logger } from 'pino';
import { createMailQueue, type Mail, type MailQueue } from './mail.ts';

/** Refusals for now, as greylisting, and lost connections are tried again. */
const RETRY_AFTER_MILLISECONDS = [2000, 15_000];

export interface SmtpSettings {
  readonly smtpUrl: Secret;
  readonly from: string;
  readonly retryAfterMilliseconds?: readonly number[];
}

/** RFC 5321. A fault is logged by its codes only, and shown to nobody. */
export function createSmtpMailer(
  { smtpUrl, from, retryAfterMilliseconds = RETRY_AFTER_MILLISECONDS }: SmtpSettings,
  logger: Pick<Logger, 'warn'>,
): MailQueue {
  const transport = createTransport(smtpOptions(smtpUrl));
  const stopping = new AbortController();

  const deliver = async (mail: Mail): Promise<void> => {
    for (const pause of [...retryAfterMilliseconds, undefined]) {
      try {
        await transport.sendMail(messageOf(mail, from));
        return;
      } catch (error) {
        if (pause === undefined || !isPassing(error)) throw error;
        await delay(pause, undefined, { signal: stopping.signal });
      }
    }
  };

  const queue = createMailQueue(deliver, logger, describeFault);
  const stop = async () => {
    stopping.abort();
    await queue.stop();
    transport.close();
  };
  return { ...queue, stop };
}

/** An object for the address, so that nothing in it is read as a list; RFC 3834: no robot answers it. */
function messageOf({ to, subject, text }: Mail, from: string) {
  return {
    from: { name: 'Lanyard', address: from },
    to: { name: '', address: to },
    subject,
    text: text.reveal(),
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

interface SmtpFault {
  readonly code?: unknown;
  readonly responseCode?: unknown;
}

/** RFC 5321 4.2.1: 4yz may succeed later, 5yz will not. */
function isPassing(error: unknown): boolean {
  const { code, responseCode } = error as SmtpFault;
  if (typeof responseCode === 'number') return responseCode >= 400 && responseCode < 500;
  return code !== 'EAUTH' && code !== 'ETLS';
}

/** Without its message, which may quote addresses and what the server said. */
function describeFault(error: unknown) {
  const { code, responseCode } = error as SmtpFault;
  return { name: error instanceof Error ? error.name : 'unknown', code, responseCode };
}

const SUBMISSION_PORT = 587;
const SUBMISSION_OVER_TLS_PORT = 465;
const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);
const TIMEOUT_MILLISECONDS = 10_000;

/**
 * Only what the setting's meaning promises is taken from the URL: the library would read any option from its query.
 * A link to a new password is a credential, so that it leaves this machine only by TLS (RFC 3207, RFC 8314).
 */
export function smtpOptions(smtpUrl: Secret): SMTPTransportOptions {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl.reveal());
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = protocol === 'smtps:';
  const isHere = THIS_MACHINE.has(host.toLowerCase());
  const timeouts = { connectionTimeout: TIMEOUT_MILLISECONDS, greetingTimeout: TIMEOUT_MILLISECONDS };
  return {
    host,
    port: port === '' ? (secure ? SUBMISSION_OVER_TLS_PORT : SUBMISSION_PORT) : Number(port),
    secure,
    ...(!secure && (isHere ? { ignoreTLS: true } : { requireTLS: true })),
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    ...timeouts,
    dnsTimeout: TIMEOUT_MILLISECONDS,
    socketTimeout: TIMEOUT_MILLISECONDS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
