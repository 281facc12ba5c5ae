import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import type { SignIn } from '../../store/records/sign-ins.ts';
import type { Records } from '../../store/store.ts';
import { requireActiveAccount } from '../access/accounts.ts';
import { requireSignInAlive } from '../access/authenticate.ts';
import type { Source } from '../access/caller.ts';
import { changeOf, inNameOf, partyOf } from '../access/change.ts';

import { endSignIn } from './end-sign-in.ts';
import { type IssuedSignIn, issueSignIn } from './issue-sign-in.ts';

/** Sooner than this after a rotation, its old token comes from a request beside it, not from one whose answer was lost. */
const RETRY_SECONDS = 5;

export interface RefreshInput {
  readonly clientId: string;
  readonly refreshToken: Secret;
}

/**
 * RFC 6749 6 with rotation. The token before stays good until the new one is used, for its answer may have been lost (R7);
 * any older one is a copy in other hands: the whole sign-in ends (RFC 9700 4.14, R6).
 */
export async function refreshSignIn(services: Services, source: Source, input: RefreshInput): Promise<IssuedSignIn> {
  const claims = services.refreshTokens.parse(input.refreshToken);
  if (!claims) throw invalidGrant();
  const outcome = await services.store.transaction(async (records) => {
    const signIn = await records.signIns.lock(claims.signInId);
    const account = signIn && (await records.accounts.byId(signIn.accountId));
    if (!account || signIn.clientId !== input.clientId) throw invalidGrant();
    requireActiveAccount(account);
    await requireSignInAlive(services, records, signIn);
    return rotate(services, records, source, account, signIn, claims.generation);
  });
  if (outcome === undefined) throw invalidGrant();
  return issueSignIn(services, outcome);
}

/** Undefined where the token was reused: the end of the sign-in is kept, the request refused. */
async function rotate(
  services: Services,
  records: Records,
  source: Source,
  account: Account,
  signIn: SignIn,
  generation: number,
) {
  const now = services.clock.now();
  if (generation !== signIn.generation && generation !== signIn.previousGeneration) {
    const change = inNameOf(changeOf(services, records, source), partyOf('account', account));
    await endSignIn(change, account, signIn, { action: 'sign-in.reused', reason: 'an old refresh token was used' });
    return undefined;
  }
  const isRetry = generation === signIn.previousGeneration;
  if (isRetry && now - signIn.lastUsedAt < RETRY_SECONDS * 1000) {
    throw new DomainError('too-many-attempts', { retryAfterSeconds: RETRY_SECONDS });
  }
  const generations = { generation: signIn.generation + 1, previousGeneration: generation };
  await records.signIns.advance(signIn.id, generations, now);
  return { account, signIn: { ...signIn, ...generations, lastUsedAt: now } };
}

function invalidGrant(): DomainError {
  const description = 'this sign-in has ended or never was; sign in again';
  return new DomainError('oauth', { error: 'invalid_grant', description });
}
