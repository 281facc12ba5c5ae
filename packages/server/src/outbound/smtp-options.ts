import type { Secret } from '@lanyard/core/secret';
import type { SMTPTransportOptions } from 'nodemailer/lib/smtp-transport';

const SUBMISSION_PORT = 587;
const SUBMISSION_OVER_TLS_PORT = 465;
const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);
const TIMEOUT_MILLISECONDS = 10_000;

/**
 * Only what the setting's meaning promises is taken from the URL: the library would read any option from its query.
 * A link to a new password is a credential, so that it leaves this machine by TLS alone (RFC 3207, RFC 8314).
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
