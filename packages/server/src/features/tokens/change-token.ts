import type { AuditData, FactsOf } from '@lanyard/core/audit/audit-event';
import { DomainError } from '@lanyard/core/domain-error';
import { type AccessToken, requireDescription } from '@lanyard/core/tokens/access-token';
import { type Grant, grantsCover } from '@lanyard/core/tokens/grant';
import {
  type HubResource,
  hubResourcesOfGrants,
  isMoreForRepositories,
  regrantedHubResources,
} from '@lanyard/core/tokens/hub-grants';
import type { Services } from '../../services.ts';
import type { TokenChanges } from '../../store/records/tokens/tokens.ts';
import type { AccountCaller } from '../access/caller.ts';
import { transact } from '../access/change.ts';
import { requireMayIssue } from '../access/permissions.ts';
import { grantsOf, hubReach, repositoryScopesInWords, tellOwners, tokenSubject } from './create-token.ts';
import { type OwnedToken, requireToken, type WhichToken } from './show-tokens.ts';
import { tellStopsOfToken } from './tell-stops-of-token.ts';

export interface ChangeTokenInput {
  readonly description?: string | undefined;
  /** False deactivates, true activates. */
  readonly isActive?: boolean | undefined;
  readonly grants?: readonly Grant[] | undefined;
  /** Milliseconds since the epoch. Must be earlier than the current expiry. */
  readonly expiresAt?: number | undefined;
  /** What an organization's token reaches, in the words of a Hub client. */
  readonly hubResources?: readonly HubResource[] | undefined;
  readonly hubDescription?: string | undefined;
}

/**
 * Renames, narrows, widens, shortens, deactivates or activates the token. If nothing changes, no event is recorded.
 * Errors: those of `requireToken`, `invalid-input`, and, to activate or widen, those of `requireMayIssue`.
 */
export async function changeToken(
  services: Services,
  caller: AccountCaller,
  which: WhichToken,
  input: ChangeTokenInput,
): Promise<AccessToken> {
  return transact(services, caller, async (change) => {
    const { owner, token } = await requireToken(change, which);
    const all = changesOfToken({ owner, token }, input, change.now);
    const isWidened = all.some((one) => givesMore(token, one));
    const beginsToWork = all.some((one) => isWidening(token, one));
    if (beginsToWork) await requireMayIssue(change);
    if (isWidened) await tellOwners(change, { owner, token }, WIDENED);
    const widened = isWidened ? { widenedAt: change.now } : {};
    for (const { action, changes, facts } of all) {
      await change.records.tokens.update(token.id, { ...changes, ...widened });
      await change.audit(action, tokenSubject(token, owner.name), facts);
    }
    const after: AccessToken = Object.assign({}, token, ...all.map(({ changes }) => changes), widened);
    if (beginsToWork) await tellStopsOfToken(change, after);
    return after;
  });
}

/**
 * Deletes the token permanently. Its row stays, so that a person who still has the secret learns the reason. Errors:
 * those of `requireToken`.
 */
export async function deleteToken(services: Services, caller: AccountCaller, which: WhichToken): Promise<void> {
  await transact(services, caller, async (change) => {
    const { records, now } = change;
    const { owner, token } = await requireToken(change, which);
    await records.tokens.update(token.id, { deletedAt: now, deletedBecause: 'deleted' });
    const login = await records.commandLines.ofToken(token.id);
    // A person who deletes a command line's token wants to sign out the command line.
    if (login) await records.commandLines.end(login.id, now);
    await change.audit('token.deleted', tokenSubject(token, owner.name));
  });
}

/** One event and its subject. */
interface TokenChange {
  readonly action: 'token.changed' | 'token.activated' | 'token.deactivated';
  readonly changes: TokenChanges;
  readonly facts: FactsOf<'token.changed'>;
}

type Part = Omit<TokenChange, 'action'>;

/** Any sign-in is enough to remove rights. */
function isWidening(before: AccessToken, one: TokenChange): boolean {
  return one.action === 'token.activated' || givesMore(before, one);
}

const WIDENED = { own: 'token-widened', organization: 'organization-token-widened' } as const;

function givesMore(before: AccessToken, { changes }: TokenChange): boolean {
  const { grants, organizationScopes, hubResources } = changes;
  const hasMore =
    (organizationScopes ?? []).some((scope) => !before.organizationScopes?.includes(scope)) ||
    isMoreForRepositories(before.hubResources, hubResources ?? null);
  return hasMore || (grants !== undefined && !grantsCover(before.grants, grants));
}

/** What the input changes. Empty if it changes nothing. Errors: `invalid-input`. */
function changesOfToken({ owner, token }: OwnedToken, input: ChangeTokenInput, now: number): readonly TokenChange[] {
  const parts = [
    renaming(token, input.description),
    describing(token, input.hubDescription),
    granting(token, input.hubResources, owner.name),
    regranting({ owner, token }, input.grants),
    shortening(token, input.expiresAt, now),
  ];
  const changes = [changed(parts.filter((part) => part !== undefined)), switching(token, input.isActive, now)];
  return changes.filter((change) => change !== undefined);
}

/** One event, even if several parts of the token change at once (R14). */
function changed(parts: readonly Part[]): TokenChange | undefined {
  if (parts.length === 0) return undefined;
  const changes = Object.assign({}, ...parts.map((part) => part.changes)) as TokenChanges;
  return { action: 'token.changed', changes, facts: Object.assign({}, ...parts.map(({ facts }) => facts)) };
}

function renaming(token: AccessToken, text: string | undefined): Part | undefined {
  if (text === undefined) return undefined;
  const description = requireDescription(text);
  if (description === token.description) return undefined;
  return { changes: { description }, facts: { before: token.description, after: description } };
}

function describing({ hubDescription: before }: AccessToken, text: string | undefined): Part | undefined {
  if (text === undefined || text === (before ?? '')) return undefined;
  return { changes: { hubDescription: text }, facts: { hubDescriptionBefore: before, hubDescriptionAfter: text } };
}

/** A client that sends back the values it was shown changes nothing, even if Hub's words cover more than the grants. */
function granting(token: AccessToken, resources: readonly HubResource[] | undefined, name: string): Part | undefined {
  if (resources === undefined) return undefined;
  const shown = token.hubResources ?? hubResourcesOfGrants(token.grants, name);
  const { grants, organizationScopes } = hubReach(resources, name);
  if (JSON.stringify(shown.map(inOrder)) === JSON.stringify(resources.map(inOrder))) return undefined;
  const facts = {
    grantsBefore: JSON.stringify(token.grants),
    grantsAfter: JSON.stringify(grants),
    ...(organizationScopes && { organizationScopesAfter: organizationScopes }),
    ...(token.organizationScopes && { organizationScopesBefore: token.organizationScopes }),
    ...repositoryScopesChanged(token.hubResources, resources),
  };
  return { changes: { grants, organizationScopes, hubResources: resources }, facts };
}

function repositoryScopesChanged(before: readonly HubResource[] | null, after: readonly HubResource[]): AuditData {
  const repositoryScopesBefore = repositoryScopesInWords(before);
  const repositoryScopesAfter = repositoryScopesInWords(after);
  const isNamed = repositoryScopesBefore.length + repositoryScopesAfter.length > 0;
  return isNamed ? { repositoryScopesBefore, repositoryScopesAfter } : {};
}

function regranting({ owner, token }: OwnedToken, wanted: readonly Grant[] | undefined): Part | undefined {
  if (wanted === undefined) return undefined;
  const grants = grantsOf(owner, wanted);
  const [grantsBefore, grantsAfter] = [JSON.stringify(token.grants), JSON.stringify(grants)];
  if (grantsBefore === grantsAfter) return undefined;
  // The scopes for images that a Hub client sent when it created the token no longer apply.
  const hubResources = regrantedHubResources(token.hubResources, grants, owner.name);
  return { changes: { grants, hubScopes: null, hubResources }, facts: { grantsBefore, grantsAfter } };
}

/**
 * Never longer. A person who needs a longer-lived token creates another one, and the old secret ends at its planned
 * time.
 */
function shortening({ expiresAt: before }: AccessToken, after: number | undefined, now: number): Part | undefined {
  if (after === undefined || after === before) return undefined;
  const fault = (reason: string) => new DomainError('invalid-input', { field: 'expiresAt', reason });
  if (after <= now) throw fault('must be in the future; to end the token now, delete it');
  if (before !== null && after > before) throw fault('can only be earlier than before; create another token instead');
  const facts = { expiresAtBefore: before, expiresAtAfter: after };
  return { changes: { expiresAt: after, expiresAtText: null }, facts };
}

function inOrder({ type, path, scopes }: HubResource) {
  return [type, path, scopes];
}

function switching(token: AccessToken, isActive: boolean | undefined, now: number): TokenChange | undefined {
  if (isActive === undefined || isActive === (token.deactivatedAt === null)) return undefined;
  return isActive
    ? { action: 'token.activated', changes: { deactivatedAt: null }, facts: {} }
    : { action: 'token.deactivated', changes: { deactivatedAt: now }, facts: {} };
}
