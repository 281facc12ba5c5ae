import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import { requireDescription } from '@lanyard/core/tokens/description';
import { type Grant, requireGrants } from '@lanyard/core/tokens/grant';
import { grantsOfHubResources, type HubResource } from '@lanyard/core/tokens/hub-resource';
import { requireLifetimeAllowed, requireOrganizationGrants } from '@lanyard/core/tokens/organization-token';
import { makeTokenSecret } from '@lanyard/core/tokens/token-format';
import type { Services } from '../../services.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { type ManagedOwner, requireMayIssue, requireTokenOwner, type WhoseTokens } from '../access/permissions.ts';

import { tokenParty } from './token-party.ts';

export type CreateTokenInput = NewToken & (GrantedReach | HubReach);

interface NewToken {
  readonly description: string;
  /** Milliseconds since the epoch; null for a token without expiry. */
  readonly expiresAt: number | null;
  readonly expiresAtText?: string;
}

interface GrantedReach {
  readonly grants: readonly Grant[];
  /** Hub's scopes as they came, where the token is made through that interface. */
  readonly hubScopes?: readonly string[];
}

/** What an organization's token reaches, as a Hub client says it. */
interface HubReach {
  readonly hubResources: readonly HubResource[];
  readonly hubDescription: string;
}

export interface CreatedToken {
  readonly token: AccessToken;
  /** Shown once, here (R18). */
  readonly secret: Secret;
}

/**
 * Makes a manual token for an account or an organization. Errors: those of `requireTokenOwner` and `requireMayIssue`;
 * `invalid-input`.
 */
export async function createToken(
  services: Services,
  caller: Caller,
  whose: WhoseTokens,
  input: CreateTokenInput,
): Promise<CreatedToken> {
  const secret = makeTokenSecret('organization' in whose ? 'oat' : 'pat', services.random.bytes);
  const digest = services.digester.digest('token', secret);
  const token = await services.store.transaction(async (records) => {
    const owner = await requireTokenOwner({ records, caller }, whose);
    await requireMayIssue({ records, caller, now: services.clock.now() });
    const made = makeToken(services, caller, owner, input);
    await records.tokens.insert(made, digest);
    const data = { origin: made.origin, expiresAt: made.expiresAt, grants: JSON.stringify(made.grants) };
    const details = { action: 'token.created', subject: tokenParty(made), namespace: owner.name, data } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    return made;
  });
  return { token, secret };
}

function makeToken(services: Services, caller: Caller, owner: ManagedOwner, input: CreateTokenInput): AccessToken {
  const now = services.clock.now();
  return {
    id: services.random.uuid(),
    kind: owner.type === 'organization' ? 'oat' : 'pat',
    origin: 'manual',
    ownerId: owner.id,
    description: requireDescription(input.description),
    ...reachOf(owner, input),
    createdAt: now,
    createdBy: caller.type === 'operator' ? null : caller.account.name,
    createdAddress: caller.address,
    createdClient: caller.client,
    expiresAt: expiryOf(owner, input.expiresAt, now),
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

type Reach = Pick<AccessToken, 'grants' | 'hubScopes' | 'hubResources' | 'hubDescription'>;

function reachOf(owner: ManagedOwner, input: CreateTokenInput): Reach {
  if ('grants' in input) {
    const { grants, hubScopes = null } = input;
    return { grants: grantsOf(owner, grants), hubScopes, hubResources: null, hubDescription: null };
  }
  const { hubResources, hubDescription } = input;
  const grants = grantsOf(owner, grantsOfHubResources(hubResources, owner.name));
  return { grants, hubScopes: null, hubResources, hubDescription };
}

function grantsOf({ type, name }: ManagedOwner, grants: readonly Grant[]): readonly Grant[] {
  return type === 'organization' ? requireOrganizationGrants(grants, name) : requireGrants(grants);
}

function expiryOf({ policy }: ManagedOwner, expiresAt: number | null, now: number): number | null {
  if (expiresAt !== null && expiresAt <= now) {
    throw new DomainError('invalid-input', { field: 'expiresAt', reason: 'must be in the future' });
  }
  if (policy) requireLifetimeAllowed(policy, now, expiresAt);
  return expiresAt;
}
