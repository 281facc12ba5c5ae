import { DomainError } from '@lanyard/core/domain-error';
import type { AccountRows } from '../../identity/limits.ts';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';
import type { Caller } from './caller.ts';

const TEAMS_AT_MOST = 1_000;

const WHAT: Readonly<Record<AccountRows, string>> = {
  'sessions-started': 'sign-ins',
  'command-lines-approved': 'approved command lines',
  'tokens-created': 'new access tokens',
  'auto-tokens-created': 'new auto-generated tokens of this sign-in',
  'repositories-created': 'new repositories',
  'webhook-events-sent': 'events sent to webhooks',
  'reviews-started': 'new reviews',
  'organizations-created': 'new organizations',
  'passwords-changed': 'changes of the password',
  'accounts-brought': 'new accounts of this organization',
  'provider-logouts': 'requests of this provider to end sessions',
};

/**
 * Checks the limit for rows that an account creates, before its transaction. The operator has no limit. Errors:
 * `too-many-attempts`.
 */
export async function requireRoomOf(services: Services, rows: AccountRows, caller: Caller): Promise<void> {
  if (caller.type === 'account') await requireRoomFor(services, rows, caller.account.id);
}

/** The same for an account that has just authenticated, an organization with its own token, or a command-line login. */
export async function requireRoomFor(
  { rowLimit }: Services,
  rows: AccountRows,
  ownerId: string,
  count = 1,
): Promise<void> {
  const retryAfterSeconds = await rowLimit.countMade(rows, ownerId, count);
  if (retryAfterSeconds !== undefined)
    throw new DomainError('too-many-attempts', { retryAfterSeconds, what: WHAT[rows] });
}

/** Teams are listed whole, and anybody can own an organization. The organization is locked. Errors: `conflict`. */
export async function requireRoomForTeam({ teams }: Pick<Reads, 'teams'>, { id }: Organization): Promise<void> {
  if ((await teams.countOf(id)) < TEAMS_AT_MOST) return;
  throw new DomainError('conflict', { reason: `an organization can have ${TEAMS_AT_MOST} teams; delete some first` });
}
