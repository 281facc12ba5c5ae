import { createHash, randomUUID } from 'node:crypto';
import type { AuditEvent } from '@lanyard/core/audit/audit-event';
import { DEFAULT_POLICY } from '@lanyard/core/organizations/organization-policy';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Account } from '@lanyard/server/store/records/accounts/accounts';
import type { Organization } from '@lanyard/server/store/records/organizations/organizations';
import type { Team } from '@lanyard/server/store/records/organizations/teams';
import type { Registry } from '@lanyard/server/store/records/registries/registries';
import type { Repository } from '@lanyard/server/store/records/repositories/repositories';
import type { Session } from '@lanyard/server/store/records/sessions/sessions';
import type { SigningKey } from '@lanyard/server/store/records/signing-keys';
import type { Use } from '@lanyard/server/store/records/tokens/usage';

import type { Records, Store } from '@lanyard/server/store/store';

/** 1 March 2026, midnight UTC. */
export const T0 = Date.UTC(2026, 2, 1);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Takes the place of a secret's keyed digest. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function anAccount(name: string, changes: Partial<Account> = {}): Account {
  return {
    id: randomUUID(),
    name,
    email: `${name}@example.org`,
    passwordHash: '$argon2id$hash',
    isAdministrator: false,
    disabledAt: null,
    createdAt: T0,
    hasSecondFactor: false,
    ...changes,
  };
}

export function anOrganization(name: string, changes: Partial<Organization> = {}): Organization {
  const rules = { policy: DEFAULT_POLICY, termsStricterSince: {}, pendingRules: {} };
  return { id: randomUUID(), name, ...rules, createdAt: T0, ...changes };
}

export function aTeam(organizationId: string, name: string): Team {
  return { id: randomUUID(), organizationId, name, description: '', createdAt: T0 };
}

export function aRepository(namespace: string, name: string, changes: Partial<Repository> = {}): Repository {
  const texts = { description: '', fullDescription: '', immutableTags: null };
  const times = { createdAt: T0, changedAt: null };
  return { id: randomUUID(), namespace, name, visibility: 'private', ...texts, ...times, ...changes };
}

const NO_END = { endsAt: null, organizationId: null, providerSession: null };

export function aSession(accountId: string, changes: Partial<Session> = {}): Session {
  const times = { createdAt: T0, authenticatedAt: T0, lastSeenAt: T0 };
  return { id: randomUUID(), accountId, ...times, address: '192.0.2.1', client: 'Browser', ...NO_END, ...changes };
}

export function aToken(ownerId: string, changes: Partial<AccessToken> = {}): AccessToken {
  return {
    id: randomUUID(),
    kind: 'pat',
    origin: 'manual',
    ownerId,
    description: 'laptop',
    grants: [{ type: 'repository', pattern: 'acme/*', actions: ['pull', 'push'], visibility: 'any' }],
    hubScopes: null,
    hubResources: null,
    hubDescription: null,
    organizationScopes: null,
    createdAt: T0,
    createdBy: 'ada',
    commandLineId: null,
    createdAddress: '192.0.2.1',
    createdClient: 'Browser',
    expiresAt: null,
    idleSeconds: null,
    expiresAtText: null,
    widenedAt: null,
    deactivatedAt: null,
    deletedAt: null,
    deletedBecause: null,
    keptThen: null,
    lastUsedAt: null,
    lastUsedAddress: null,
    lastUsedClient: null,
    ...changes,
  };
}

export function aUse(tokenId: string, changes: Partial<Use> = {}): Use {
  const place = { registry: 'main', repository: 'acme/app', actions: 'pull' };
  return { tokenId, at: T0, ...place, address: '192.0.2.1', client: 'docker/28', ...changes };
}

export function aRegistry(name: string, changes: Partial<Registry> = {}): Registry {
  const times = {
    tokenTtlSeconds: 300,
    pushTokenTtlSeconds: null,
    hosts: [],
    internalUrl: null,
    lastUsedAt: null,
    leafNotBefore: 0,
    gateSecretMadeAt: null,
    pastGateSeenAt: null,
    gateTestedAt: null,
    createdAt: T0,
  };
  return { id: randomUUID(), name, service: `${name}.example.org`, kind: 'distribution', ...times, ...changes };
}

export function aSigningKey(purpose: string, changes: Partial<SigningKey> = {}): SigningKey {
  return {
    id: randomUUID(),
    purpose,
    algorithm: 'ES256',
    certificatePem: null,
    publicKeyPem: 'public',
    sealedPrivateKey: 'sealed',
    createdAt: T0,
    ...changes,
  };
}

export function anEvent(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: randomUUID(),
    at: T0,
    action: 'token.created',
    actor: { type: 'account', id: 'account-1', name: 'ada' },
    subject: { type: 'token', id: 'token-1', name: 'laptop' },
    namespace: 'ada',
    address: '192.0.2.1',
    client: 'Browser',
    data: { origin: 'manual', expiresAt: null },
    ...changes,
  };
}

/** One transaction, with the audit event that the store requires. */
export function change<Result>(store: Store, work: (records: Records) => Promise<Result>): Promise<Result> {
  return store.transaction(async (records) => {
    const result = await work(records);
    await records.audit.append(anEvent());
    return result;
  });
}

export async function insertAccount(store: Store, name: string, changes: Partial<Account> = {}): Promise<Account> {
  const account = anAccount(name, changes);
  await change(store, (records) => records.accounts.insert(account));
  return account;
}

export async function insertOrganization(store: Store, name: string): Promise<Organization> {
  const organization = anOrganization(name);
  await change(store, (records) => records.organizations.insert(organization));
  return organization;
}

export async function insertToken(
  store: Store,
  ownerId: string,
  changes: Partial<AccessToken> = {},
): Promise<AccessToken> {
  const token = aToken(ownerId, changes);
  await change(store, (records) => records.tokens.insert(token, digestOf(token.id)));
  return token;
}

export async function insertRepository(
  store: Store,
  namespace: string,
  name: string,
  changes: Partial<Repository> = {},
): Promise<Repository> {
  const repository = aRepository(namespace, name, changes);
  await change(store, (records) => records.repositories.insert(repository));
  return repository;
}
