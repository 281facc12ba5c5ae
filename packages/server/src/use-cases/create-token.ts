import type { AccessToken } from '@lanyard/core/access-token';
import { DomainError } from '@lanyard/core/domain-error';
import { type Grant, requireGrants } from '@lanyard/core/grant';
import type { Secret } from '@lanyard/core/secret';
import { makeTokenSecret } from '@lanyard/core/token-format';
import type { Caller } from '../ports/caller.ts';
import type { Account } from '../ports/records.ts';
import type { Services } from '../ports/services.ts';
import { auditEventOf } from './audit-event-of.ts';
import { requireDescription } from './require-description.ts';
import { requireMayManageTokens } from './require-may-manage-tokens.ts';
import { tokenParty } from './token-party.ts';

export interface CreateTokenInput {
  readonly description: string;
  readonly grants: readonly Grant[];
  /** Hub's scopes as they came, where the token is made through that interface. */
  readonly hubScopes?: readonly string[];
  /** Milliseconds since the epoch; null for a token without expiry. */
  readonly expiresAt: number | null;
  readonly expiresAtText?: string;
}

export interface CreatedToken {
  readonly token: AccessToken;
  /** Shown once, here (R18). */
  readonly secret: Secret;
}

/** Makes a manual token for an account: by itself, or by the operator. Errors: `invalid-input`, `forbidden`. */
export async function createToken(
  services: Services,
  caller: Caller,
  owner: Account,
  input: CreateTokenInput,
): Promise<CreatedToken> {
  requireMayManageTokens(caller);
  const token = makeToken(services, caller, owner, input);
  const secret = makeTokenSecret('pat', services.random.bytes);
  const digest = services.digester.digest('token', secret);
  await services.store.transaction(async (records) => {
    await records.tokens.insert(token, digest);
    await records.audit.append(
      auditEventOf(services, caller, {
        action: 'token.created',
        subject: tokenParty(token),
        namespace: owner.name,
        data: { origin: token.origin, expiresAt: token.expiresAt, grants: JSON.stringify(token.grants) },
      }),
    );
  });
  return { token, secret };
}

function makeToken(services: Services, caller: Caller, owner: Account, input: CreateTokenInput): AccessToken {
  const now = services.clock.now();
  return {
    id: services.random.uuid(),
    kind: 'pat',
    origin: 'manual',
    ownerId: owner.id,
    description: requireDescription(input.description),
    grants: requireGrants(input.grants),
    hubScopes: input.hubScopes ?? null,
    createdAt: now,
    createdAddress: caller.address,
    createdClient: caller.client,
    expiresAt: requireFuture(input.expiresAt, now),
    idleSeconds: null,
    expiresAtText: input.expiresAtText ?? null,
    deactivatedAt: null,
    deletedAt: null,
    deletedBecause: null,
    keptThen: null,
    lastUsedAt: null,
    lastUsedAddress: null,
    lastUsedClient: null,
  };
}

function requireFuture(expiresAt: number | null, now: number): number | null {
  if (expiresAt === null || expiresAt > now) return expiresAt;
  throw new DomainError('invalid-input', { field: 'expiresAt', reason: 'must be in the future' });
}
