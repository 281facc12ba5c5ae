import { DomainError } from '@lanyard/core/domain-error';
import { policyAt } from '@lanyard/core/lifetimes/announced-rules';
import { requireLifetimeAllowed } from '@lanyard/core/lifetimes/token-stops';
import type { Secret } from '@lanyard/core/secret';
import {
  type AccessToken,
  makeTokenSecret,
  newAccessToken,
  requireDescription,
  type TokenKind,
} from '@lanyard/core/tokens/access-token';
import { type Grant, requireGrants, requireOrganizationGrants } from '@lanyard/core/tokens/grant';
import {
  grantsOfHubResources,
  type HubResource,
  namedRepositoryScopes,
  organizationScopesOfHubResources,
  repositoryScopesOfHubResources,
} from '@lanyard/core/tokens/hub-grants';
import type { Services } from '../../services.ts';
import type { Caller } from '../access/caller.ts';
import { type AuditSubject, type Change, subjectOf, transact } from '../access/change.ts';
import { knowsNetwork } from '../access/known-sources.ts';
import { type ManagedOwner, requireMayIssue, requireTokenOwner, type WhoseTokens } from '../access/permissions.ts';
import { requireRoomOf } from '../access/require-room.ts';
import { tellStopsOfToken } from './tell-stops-of-token.ts';

export type CreateTokenInput = NewToken & (GrantedReach | HubReach);

interface NewToken {
  readonly description: string;
  /** Milliseconds since the epoch. Null for a token without expiry. */
  readonly expiresAt: number | null;
  readonly expiresAtText?: string;
}

interface GrantedReach {
  readonly grants: readonly Grant[];
  /** Hub's scopes as the client sent them, if the token is created through that interface. */
  readonly hubScopes?: readonly string[];
}

/** What an organization's token reaches, in the words of a Hub client. */
interface HubReach {
  readonly hubResources: readonly HubResource[];
  readonly hubDescription: string;
}

export interface CreatedToken {
  readonly token: AccessToken;
  /** Shown only once, here (R18). */
  readonly secret: Secret;
}

/**
 * Creates a manual token for an account or an organization. Errors: those of `requireTokenOwner` and `requireMayIssue`,
 * and `invalid-input`.
 */
export async function createToken(
  services: Services,
  caller: Caller,
  whose: WhoseTokens,
  input: CreateTokenInput,
): Promise<CreatedToken> {
  await requireRoomOf(services, 'tokens-created', caller);
  const kind = 'organization' in whose ? 'oat' : 'pat';
  const secret = makeTokenSecret(kind, services.random.bytes);
  const digest = services.digester.digest('token', secret);
  const token = await transact(services, caller, async (change) => {
    const owner = await requireTokenOwner(change, whose);
    await requireMayIssue(change);
    const made = manualToken(change, kind, owner, input);
    await change.records.tokens.insert(made, digest);
    const { origin, expiresAt, grants, organizationScopes: scopes, commandLineId } = made;
    const repositoryScopes = repositoryScopesInWords(made.hubResources);
    const reach = {
      grants: JSON.stringify(grants),
      ...(scopes && { organizationScopes: scopes }),
      ...(repositoryScopes.length > 0 && { repositoryScopes }),
    };
    const facts = { origin, expiresAt, ...reach, ...(commandLineId !== null && { signIn: commandLineId }) };
    await change.audit('token.created', tokenSubject(made, owner.name), facts);
    await tellCreated(change, owner, made);
    await tellStopsOfToken(change, made);
    return made;
  });
  return { token, secret };
}

/** For the audit log: "scope-tag-read on acme/app". */
export function repositoryScopesInWords(resources: readonly HubResource[] | null): readonly string[] {
  return namedRepositoryScopes(resources).flatMap(({ path, scopes }) => scopes.map((scope) => `${scope} on ${path}`));
}

async function tellCreated(change: Change, owner: ManagedOwner, token: AccessToken): Promise<void> {
  const { caller, notify } = change;
  const isElsewhere = owner.type === 'account' && caller.type !== 'operator' && !(await knowsNetwork(change, owner.id));
  if (!isElsewhere) return tellOwners(change, { owner, token }, CREATED);
  const facts = { token: token.description, address: caller.address };
  await notify('token-created-elsewhere', { accounts: [owner.id] }, facts);
}

const CREATED = { own: 'token-created', organization: 'organization-token-created' } as const;

interface TokenNotices {
  readonly own: 'token-created' | 'token-widened';
  readonly organization: 'organization-token-created' | 'organization-token-widened';
}

/** The token's holder, or the other owners of its organization. */
export async function tellOwners(
  { records, caller, notify }: Change,
  { owner, token: { description: token } }: { readonly owner: ManagedOwner; readonly token: AccessToken },
  kinds: TokenNotices,
): Promise<void> {
  if (owner.type === 'account') {
    const address = caller.type === 'operator' ? null : caller.address;
    return notify(kinds.own, { accounts: [owner.id] }, { token, address });
  }
  const owners = await records.organizations.owners(owner.id);
  const maker = caller.type === 'operator' ? 'An operator' : caller.account.name;
  const others = owners.filter(({ name }) => name !== maker).map(({ id }) => id);
  await notify(kinds.organization, { accounts: others }, { organization: owner.name, token, maker });
}

/** A token as a subject, in the log of its owner. */
export function tokenSubject(token: Pick<AccessToken, 'id' | 'description'>, namespace: string): AuditSubject {
  return subjectOf('token', { id: token.id, name: token.description }, namespace);
}

function manualToken(
  { newId, now, caller }: Change,
  kind: TokenKind,
  owner: ManagedOwner,
  input: CreateTokenInput,
): AccessToken {
  return newAccessToken({
    id: newId(),
    kind,
    ownerId: owner.id,
    description: requireDescription(input.description),
    ...reachOf(owner, input),
    createdAt: now,
    createdBy: caller.type === 'operator' ? null : caller.account.name,
    commandLineId: commandLineOf(caller),
    createdAddress: caller.address,
    createdClient: caller.client,
    expiresAt: expiryOf(owner, input.expiresAt, now),
    expiresAtText: input.expiresAtText ?? null,
  });
}

function commandLineOf(caller: Caller): string | null {
  return caller.type === 'account' && caller.credential === 'command-line-jwt' ? caller.credentialId : null;
}

function reachOf(owner: ManagedOwner, input: CreateTokenInput) {
  if ('grants' in input) return { grants: grantsOf(owner, input.grants), hubScopes: input.hubScopes ?? null };
  const { hubResources, hubDescription } = input;
  return { ...hubReach(hubResources, owner.name), hubResources, hubDescription };
}

/**
 * Checks what an organization's token reaches, in the words of a Hub client: repositories, the organization itself, or
 * both. Errors: `invalid-input`.
 */
export function hubReach(resources: readonly HubResource[], organization: string) {
  const scopes = organizationScopesOfHubResources(resources, organization);
  const grants = grantsOfHubResources(resources, organization);
  const organizationScopes = scopes.length === 0 ? null : scopes;
  const isForInterface = scopes.length > 0 || repositoryScopesOfHubResources(resources, organization).length > 0;
  if (grants.length === 0 && isForInterface) return { grants, organizationScopes };
  return { grants: requireOrganizationGrants(grants, organization), organizationScopes };
}

export function grantsOf({ type, name }: ManagedOwner, grants: readonly Grant[]): readonly Grant[] {
  return type === 'organization' ? requireOrganizationGrants(grants, name) : requireGrants(grants);
}

function expiryOf({ policy, pendingRules }: ManagedOwner, expiresAt: number | null, now: number): number | null {
  if (expiresAt !== null && expiresAt <= now) {
    throw new DomainError('invalid-input', { field: 'expiresAt', reason: 'must be in the future' });
  }
  if (policy) requireLifetimeAllowed(policyAt(policy, pendingRules, now), now, expiresAt);
  return expiresAt;
}
