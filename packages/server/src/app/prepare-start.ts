import type { Logger } from 'pino';
import { applyRevocations } from '../features/accounts/apply-revocations.ts';
import { headText, keyAuditLog } from '../features/audit/verify-audit.ts';
import type { Services } from '../services.ts';
import type { RevocationsFile } from '../store/revocations-file.ts';
import type { Composed } from './compose.ts';
import type { Config } from './config.ts';

type Log = Pick<Logger, 'info' | 'warn'>;

/** What a server does before it serves, and what it then tells its operator. */
export async function prepareStart(
  { services, revocationsFile }: Pick<Composed, 'services' | 'revocationsFile'>,
  { publicUrl }: Pick<Config, 'publicUrl'>,
  logger: Log,
): Promise<void> {
  if (isPlainHttpElsewhere(publicUrl)) {
    logger.warn(
      'LANYARD_PUBLIC_URL is http on another host than localhost: browsers drop the session, so nobody can sign in; use https',
    );
  }
  if (revocationsFile) await revokeAgain(services, revocationsFile, logger);
  else {
    logger.warn(
      'LANYARD_REVOCATIONS_FILE is not set: an older copy of the database would accept what was revoked after it was made',
    );
  }
  const head = await keyAuditLog(services);
  // Kept with the other logs, this line can later show that the end of the audit log was cut off.
  logger.info({ auditHead: headText(head) }, 'the head of the audit log');
}

/** Browsers keep a Secure cookie only from https, or from this machine. */
function isPlainHttpElsewhere(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'http:' && !/^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

async function revokeAgain(services: Services, file: RevocationsFile, logger: Log): Promise<void> {
  const { revocations, strange } = await file.read();
  if (strange > 0) {
    logger.warn(
      { failed: strange },
      'lines of LANYARD_REVOCATIONS_FILE were cut short or not written by this installation: they do not count',
    );
  }
  const ended = await applyRevocations(services, revocations);
  if (ended > 0) {
    logger.warn(
      { ended },
      'the database is older than LANYARD_REVOCATIONS_FILE: what was revoked since then is revoked again',
    );
  }
  // If the file cannot be replaced (for example because it is a mount), it only grows. That must not stop the server.
  await file.compact(services.clock.now()).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    logger.warn(
      { cause: code },
      'LANYARD_REVOCATIONS_FILE could not be made smaller; it is tried again at the next start',
    );
  });
}
