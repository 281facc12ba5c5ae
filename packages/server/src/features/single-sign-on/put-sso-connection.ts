import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations.ts';
import type { GroupTeam, SsoConnection, SsoSettings } from '../../store/records/sso-connections.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import type { Caller } from '../access/caller.ts';
import { partyOf } from '../access/change.ts';
import { requireFreshSignIn, requireOwnership } from '../access/permissions.ts';

import { oidcConnection, sealClientSecret } from './sso-connection.ts';

export type SsoConnectionInput = { readonly groupTeams: readonly GroupTeam[] } & (
  | {
      readonly protocol: 'oidc';
      readonly issuer: string;
      readonly clientId: string;
      /** Undefined to keep the one before. */
      readonly clientSecret: Secret | undefined;
      readonly groupsClaim: string;
    }
  | {
      readonly protocol: 'saml';
      /** The identity provider's, as XML; undefined to keep what the one before said. */
      readonly metadata: string | undefined;
      readonly groupsAttribute: string;
      readonly emailAttribute: string;
    }
);

/**
 * Connects an organization with its provider, or changes how; by an owner. What is under way at the provider is void then.
 * Errors: `not-found`, `forbidden`, `fresh-sign-in-required`, `invalid-input`, `provider-unavailable`.
 */
export async function putSsoConnection(
  services: Services,
  caller: Caller,
  organizationName: string,
  input: SsoConnectionInput,
): Promise<SsoConnection> {
  requireFreshSignIn({ caller, now: services.clock.now() });
  const { organization } = await requireOwnership({ records: services.store.read, caller }, organizationName);
  const before = await services.store.read.ssoConnections.ofOrganization(organization.id);
  const made = await connectionOf(services, organization, input, before);
  return services.store.transaction(async (records) => {
    await requireOwnership({ records, caller }, organizationName);
    await records.ssoConnections.put(made);
    const subject = partyOf('organization', organization);
    const data = { protocol: made.settings.protocol, issuer: issuerOf(made.settings), replaced: before !== undefined };
    const details = { action: 'sso-connection.changed', subject, namespace: organization.name, data } as const;
    await records.audit.append(auditEventOf(services, caller, details));
    return made;
  });
}

/** Whose word the identities are. */
export function issuerOf(settings: SsoSettings): string {
  return settings.protocol === 'oidc' ? settings.issuer : settings.entityId;
}

async function connectionOf(
  services: Services,
  organization: Organization,
  input: SsoConnectionInput,
  before: SsoConnection | undefined,
): Promise<SsoConnection> {
  const groupTeams = requireGroupTeams(input.groupTeams);
  const common = {
    id: services.random.uuid(),
    organizationId: organization.id,
    createdAt: before?.createdAt ?? services.clock.now(),
  };
  if (input.protocol === 'saml') {
    const said = samlProvider(services, input.metadata, before);
    const { groupsAttribute, emailAttribute } = input;
    const settings = { protocol: 'saml', ...said, groupsAttribute, emailAttribute, groupTeams } as const;
    return { ...common, settings, sealedSecret: null };
  }
  const { issuer, clientId, groupsClaim } = input;
  const sealedSecret = clientSecretOf(services, input, before);
  const settings = { protocol: 'oidc', issuer, clientId, groupsClaim, groupTeams } as const;
  await services.oidc.check(oidcConnection(services, organization, settings, sealedSecret));
  return { ...common, settings, sealedSecret };
}

/** A secret is sent to no other issuer than the one that it was typed for. */
function clientSecretOf(
  services: Services,
  { issuer, clientSecret }: Extract<SsoConnectionInput, { protocol: 'oidc' }>,
  before: SsoConnection | undefined,
): string {
  if (clientSecret) return sealClientSecret(services, clientSecret);
  const isSame = before?.settings.protocol === 'oidc' && before.settings.issuer === issuer;
  if (isSame && before.sealedSecret !== null) return before.sealedSecret;
  throw new DomainError('invalid-input', { field: 'clientSecret', reason: 'is missing' });
}

function samlProvider({ saml }: Services, metadata: string | undefined, before: SsoConnection | undefined) {
  if (metadata !== undefined) return saml.readMetadata(metadata);
  if (before?.settings.protocol !== 'saml') {
    throw new DomainError('invalid-input', { field: 'metadata', reason: 'is missing' });
  }
  const { entityId, signOnUrl, certificates } = before.settings;
  return { entityId, signOnUrl, certificates };
}

function requireGroupTeams(groupTeams: readonly GroupTeam[]): readonly GroupTeam[] {
  const empty = groupTeams.findIndex(({ group, team }) => group.trim() === '' || team.trim() === '');
  if (empty === -1) return groupTeams;
  throw new DomainError('invalid-input', { field: `groupTeams.${empty}`, reason: 'names a group and a team' });
}
