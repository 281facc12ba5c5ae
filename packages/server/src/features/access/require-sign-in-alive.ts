import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { SignIn } from '../../store/records/sign-ins.ts';

import type { Reads } from '../../store/store.ts';

/** 30 days idle and 90 in all, or less by policy; its token's use keeps a sign-in alive. Errors: `oauth` invalid_grant. */
export async function requireSignInAlive(
  { clock }: Services,
  { tokens }: Pick<Reads, 'tokens'>,
  signIn: SignIn,
): Promise<void> {
  const token = signIn.tokenId === null ? undefined : await tokens.byId(signIn.tokenId);
  const lastUsedAt = Math.max(signIn.lastUsedAt, token?.lastUsedAt ?? 0);
  if (isSignInAlive({ ...signIn, lastUsedAt }, clock.now())) return;
  throw new DomainError('oauth', { error: 'invalid_grant', description: 'this sign-in has ended; sign in again' });
}

/** `lastUsedAt` is the last use of the sign-in or of its token, whichever was later. */
export function isSignInAlive(
  { expiresAt, lastUsedAt, idleSeconds }: Pick<SignIn, 'expiresAt' | 'lastUsedAt' | 'idleSeconds'>,
  now: number,
): boolean {
  return now < expiresAt && now < lastUsedAt + idleSeconds * 1000;
}
