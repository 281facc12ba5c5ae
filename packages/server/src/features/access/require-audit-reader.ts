import type { Reads } from '../../store/store.ts';
import type { AccountCaller } from './caller.ts';
import { requireOwnership } from './organization-access.ts';
import { requireOwnSignIn } from './require-own-sign-in.ts';

/**
 * Who reads a namespace's events: the account itself, or an owner of the organization.
 * Errors: `not-found` for a namespace of others, `forbidden` for members and access tokens.
 */
export async function requireAuditReader(
  reads: Pick<Reads, 'organizations'>,
  caller: AccountCaller,
  namespace: string,
): Promise<void> {
  requireOwnSignIn(caller);
  if (namespace !== caller.account.name) await requireOwnership(reads, caller, namespace);
}
