import type { AuditAction, AuditData } from '@lanyard/core/audit/audit-event';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import { requireDescription } from '@lanyard/core/tokens/description';
import { grantsOfHubResources, type HubResource, hubResourcesOfGrants } from '@lanyard/core/tokens/hub-resource';
import { requireOrganizationGrants } from '@lanyard/core/tokens/organization-token';
import type { TokenChanges } from '../../store/records/tokens.ts';
import type { ManagedOwner } from '../access/permissions.ts';

export interface ChangeTokenInput {
  readonly description?: string | undefined;
  /** False deactivates, true activates. */
  readonly isActive?: boolean | undefined;
  /** What an organization's token reaches, as a Hub client says it. */
  readonly hubResources?: readonly HubResource[] | undefined;
  readonly hubDescription?: string | undefined;
}

/** One event, and what it is about. */
export interface TokenChange {
  readonly action: AuditAction;
  readonly changes: TokenChanges;
  readonly data: AuditData;
}

type Part = Omit<TokenChange, 'action'>;

/** What the input changes; nothing for what is so already. Errors: `invalid-input`. */
export function changesOfToken(
  token: AccessToken,
  { name }: Pick<ManagedOwner, 'name'>,
  input: ChangeTokenInput,
  now: number,
): readonly TokenChange[] {
  const parts = [
    renaming(token, input.description),
    describing(token, input.hubDescription),
    granting(token, input.hubResources, name),
  ];
  const changes = [changed(parts.filter((part) => part !== undefined)), switching(token, input.isActive, now)];
  return changes.filter((change) => change !== undefined);
}

/** One event, however much of the token changes at once (R14). */
function changed(parts: readonly Part[]): TokenChange | undefined {
  if (parts.length === 0) return undefined;
  const changes = Object.assign({}, ...parts.map((part) => part.changes)) as TokenChanges;
  return { action: 'token.changed', changes, data: Object.assign({}, ...parts.map(({ data }) => data)) as AuditData };
}

function renaming(token: AccessToken, text: string | undefined): Part | undefined {
  if (text === undefined) return undefined;
  const description = requireDescription(text);
  if (description === token.description) return undefined;
  return { changes: { description }, data: { before: token.description, after: description } };
}

function describing({ hubDescription: before }: AccessToken, text: string | undefined): Part | undefined {
  if (text === undefined || text === (before ?? '')) return undefined;
  return { changes: { hubDescription: text }, data: { hubDescriptionBefore: before, hubDescriptionAfter: text } };
}

/** A client that sends back what it was shown changes nothing, though its words may cover more than the grants. */
function granting(token: AccessToken, resources: readonly HubResource[] | undefined, name: string): Part | undefined {
  if (resources === undefined) return undefined;
  const shown = token.hubResources ?? hubResourcesOfGrants(token.grants, name);
  const grants = requireOrganizationGrants(grantsOfHubResources(resources, name), name);
  if (JSON.stringify(shown.map(inOrder)) === JSON.stringify(resources.map(inOrder))) return undefined;
  const data = { grantsBefore: JSON.stringify(token.grants), grantsAfter: JSON.stringify(grants) };
  return { changes: { grants, hubResources: resources }, data };
}

function inOrder({ type, path, scopes }: HubResource) {
  return [type, path, scopes];
}

function switching(token: AccessToken, isActive: boolean | undefined, now: number): TokenChange | undefined {
  if (isActive === undefined || isActive === (token.deactivatedAt === null)) return undefined;
  return isActive
    ? { action: 'token.activated', changes: { deactivatedAt: null }, data: {} }
    : { action: 'token.deactivated', changes: { deactivatedAt: now }, data: {} };
}
