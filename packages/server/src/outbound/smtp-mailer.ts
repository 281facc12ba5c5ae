import type { Secret } from '@lanyard/core/secret';
import { createTransport } from 'nodemailer';
import type { SMTPTransportOptions } from 'nodemailer/lib/smtp-transport';
import { type Mail, type Mailer, MailFault } from './mail.ts';

export interface SmtpSettings {
  readonly smtpUrl: Secret;
  readonly from: string;
}

/** RFC 5321. The outbox tries a mail again if the server did not accept it. */
export function createSmtpMailer({ smtpUrl, from }: SmtpSettings): Mailer {
  const transport = createTransport(smtpOptions(smtpUrl));
  return {
    deliver: async (mail) => {
      try {
        await transport.sendMail(messageOf(mail, from));
      } catch (error) {
        throw faultOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** The address is an object, so that it is never read as a list. RFC 3834: the header prevents automatic replies. */
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

/**
 * RFC 5321 4.2.1: after 4yz this mail can succeed later, after 5yz it cannot. The operator must fix a refused password
 * or certificate, and then the mail is sent. The message is left out, because it can quote addresses.
 */
function faultOf(error: unknown): MailFault {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  const isRefused = typeof responseCode === 'number' && responseCode >= 500 && isAboutMail;
  const name = error instanceof Error ? error.name : 'unknown';
  return new MailFault(name, !isRefused, { code, responseCode });
}

const SUBMISSION_PORT = 587;
const SUBMISSION_OVER_TLS_PORT = 465;
const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);
const TIMEOUT_MILLISECONDS = 10_000;

/**
 * Reads from the URL only what the setting documents, because the library would accept any option in its query. A link
 * for a new password is a credential, so it leaves this machine only through TLS (RFC 3207, RFC 8314).
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
