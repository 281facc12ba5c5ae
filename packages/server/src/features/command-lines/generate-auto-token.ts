import { clientLabel } from '@lanyard/core/command-lines/client-label';
import type { SignInPolicy } from '@lanyard/core/command-lines/sign-in-policy';
import { DomainError } from '@lanyard/core/domain-error';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import { grantsOfHubScopes } from '@lanyard/core/tokens/hub-scope';
import { makeTokenSecret } from '@lanyard/core/tokens/token-format';
import type { Services } from '../../services.ts';
import type { SignIn } from '../../store/records/sign-ins.ts';
import type { Records } from '../../store/store.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import { requireSignInAlive } from '../access/authenticate.ts';
import type { AccountCaller } from '../access/caller.ts';
import { requireMayHaveToken } from '../access/permissions.ts';

import type { CreatedToken } from '../tokens/create-token.ts';
import { tokenParty } from '../tokens/token-party.ts';
import { evictAutoTokens } from './evict-auto-tokens.ts';
import { policyOf } from './start-sign-in.ts';

/** Docker Hub's auto-generated tokens are always full; an organization's policy narrows them where they are used. */
const SCOPES = ['repo:admin'];
const MAXIMUM_DESCRIPTION_LENGTH = 100;

/**
 * The auto-generated token of a sign-in. In one transaction it takes the place of the sign-in's former one, and of those
 * that are not among the most recently used any more. Errors: `forbidden` for any other credential, `unauthenticated`.
 */
export async function generateAutoToken(services: Services, caller: AccountCaller): Promise<CreatedToken> {
  if (caller.credential !== 'sign-in-jwt') {
    throw new DomainError('forbidden', { reason: 'only a browser sign-in brings an auto-generated token' });
  }
  // What was used within the last second must count as used.
  await services.usage.flush();
  const secret = makeTokenSecret('auto', services.random.bytes);
  const digest = services.digester.digest('token', secret);
  const token = await services.store.transaction(async (records) => {
    await records.accounts.lock(caller.account.id);
    await requireMayHaveToken({ records, caller });
    const signIn = await requireSignIn(services, records, caller);
    const policy = await policyOf(records, caller.account);
    const made = makeToken(services, caller, signIn, policy);
    await removeFormer(services, records, caller, signIn, made);
    await records.tokens.insert(made, digest);
    await records.signIns.setToken(signIn.id, made.id);
    const data = { origin: made.origin, expiresAt: made.expiresAt, signIn: signIn.id };
    await append(services, records, caller, 'token.created', made, data);
    await evictAutoTokens(services, records, caller, made, policy.autoTokensKept);
    return made;
  });
  return { token, secret };
}

async function requireSignIn(services: Services, records: Records, caller: AccountCaller): Promise<SignIn> {
  const signIn = await records.signIns.lock(caller.credentialId);
  if (!signIn) throw new DomainError('unauthenticated', {});
  await requireSignInAlive(services, records, signIn);
  return signIn;
}

async function removeFormer(
  services: Services,
  records: Records,
  caller: AccountCaller,
  { tokenId }: SignIn,
  { id: replacedBy }: AccessToken,
): Promise<void> {
  const former = tokenId === null ? undefined : await records.tokens.byId(tokenId);
  if (!former) return;
  await records.tokens.update(former.id, { deletedAt: services.clock.now(), deletedBecause: 'signed-out' });
  await append(services, records, caller, 'token.deleted', former, { replacedBy });
}

function append(
  services: Services,
  records: Records,
  caller: AccountCaller,
  action: 'token.created' | 'token.deleted',
  token: AccessToken,
  data: Readonly<Record<string, string | number | null>>,
): Promise<void> {
  const details = { action, subject: tokenParty(token), namespace: caller.account.name, data };
  return records.audit.append(auditEventOf(services, caller, details));
}

/** It never outlives its sign-in, and ends with it when unused (attack 37). */
function makeToken(services: Services, caller: AccountCaller, signIn: SignIn, policy: SignInPolicy): AccessToken {
  const now = services.clock.now();
  return {
    id: services.random.uuid(),
    kind: 'auto',
    origin: 'auto',
    ownerId: caller.account.id,
    description: clientLabel(signIn.client).slice(0, MAXIMUM_DESCRIPTION_LENGTH),
    grants: grantsOfHubScopes(SCOPES),
    hubScopes: SCOPES,
    hubResources: null,
    hubDescription: null,
    createdAt: now,
    createdBy: caller.account.name,
    createdAddress: signIn.address,
    createdClient: signIn.client,
    expiresAt: Math.min(signIn.expiresAt, now + policy.lifetimeSeconds * 1000),
    idleSeconds: Math.min(signIn.idleSeconds, policy.idleSeconds),
    expiresAtText: null,
    deactivatedAt: null,
    deletedAt: null,
    deletedBecause: null,
    keptThen: null,
    lastUsedAt: null,
    lastUsedAddress: null,
    lastUsedClient: null,
  };
}
