import { DomainError } from '@lanyard/core/domain-error';
import { isFreshSignIn } from '@lanyard/core/sessions/login-flow';
import type { Services } from '../../services.ts';
import type { Caller } from './caller.ts';

/** R34: a session that somebody left open makes no tokens and changes no factors or keys. The operator has none. */
export function requireFreshSignIn({ clock }: Pick<Services, 'clock'>, caller: Caller): void {
  if (caller.type === 'operator') return;
  if (caller.authenticatedAt !== null && isFreshSignIn(caller.authenticatedAt, clock.now())) return;
  throw new DomainError('fresh-sign-in-required', {});
}
