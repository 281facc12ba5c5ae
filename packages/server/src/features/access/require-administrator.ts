import { DomainError } from '@lanyard/core/domain-error';
import type { Caller } from './caller.ts';
import { requireOwnSignIn } from './require-own-sign-in.ts';

/** What concerns the whole server is for its administrators and its operator. */
export function requireAdministrator(caller: Caller): void {
  requireOwnSignIn(caller);
  if (caller.type === 'operator' || caller.account.isAdministrator) return;
  throw new DomainError('forbidden', { reason: 'only an administrator may do this' });
}
