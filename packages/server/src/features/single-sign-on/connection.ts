import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import type { SamlMetadata } from '../../identity/saml-metadata.ts';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { FailingIdentity } from '../../store/records/single-sign-on/identities.ts';
import type {
  GroupTeam,
  SingleSignOnConnection,
} from '../../store/records/single-sign-on/single-sign-on-connections.ts';
import type { Caller } from '../access/caller.ts';
import { type Change, look, subjectOf, transact } from '../access/change.ts';
import { requireOwnership } from '../access/permissions.ts';
import { changeTrust, endOfProvider, tellChangedTrust } from './change-trust.ts';
import { issuerOf, oidcConnection, sealSecret } from './provider.ts';

export interface ShownConnection {
  readonly organization: Organization;
  readonly connection: SingleSignOnConnection | undefined;
  /** How many members have signed in through it. */
  readonly connectedMembers: number;
  /** The people whom the provider did not confirm at a re-check. */
  readonly failing: readonly FailingIdentity[];
}

/** How many of them are named. */
const MAXIMUM_FAILING = 100;

/** For owners. Never contains the client secret. Errors: `not-found`, `forbidden`. */
export async function showConnection(
  services: Services,
  caller: Caller,
  organizationName: string,
): Promise<ShownConnection> {
  const { organization } = await requireOwnership(look(services, caller), organizationName);
  const { singleSignOnConnections, identities } = services.store.read;
  const connection = await singleSignOnConnections.ofOrganization(organization.id);
  const connectedMembers = connection
    ? await identities.countOfOrganization(organization.id, issuerOf(connection.settings))
    : 0;
  const failing = connection ? await identities.failing(organization.id, MAXIMUM_FAILING) : [];
  return { organization, connection, connectedMembers, failing };
}

export type ConnectionInput = OidcInput | SamlInput;

interface OidcInput {
  readonly protocol: 'oidc';
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined to keep the previous one. */
  readonly clientSecret: Secret | undefined;
  readonly groupsClaim: string;
  readonly groupTeams: readonly GroupTeam[];
}

interface SamlInput {
  readonly protocol: 'saml';
  /** The identity provider's metadata as XML. Undefined to keep the previous one. */
  readonly metadata: string | undefined;
  readonly groupsAttribute: string;
  readonly emailAttribute: string;
  readonly signsRequests: boolean;
  readonly groupTeams: readonly GroupTeam[];
}

/**
 * For an owner: connects an organization with its provider, or changes the connection. Sign-ins that are in progress at
 * the provider become void. If it is another provider, all links of the former one also become void, and the people get
 * a mail (attack 43). Errors: `not-found`, `forbidden`, `invalid-input`, `provider-unavailable`, `conflict`.
 */
export async function putConnection(
  services: Services,
  caller: Caller,
  organizationName: string,
  input: ConnectionInput,
): Promise<void> {
  const { organization } = await requireOwnership(look(services, caller), organizationName);
  const before = await services.store.read.singleSignOnConnections.ofOrganization(organization.id);
  requireGroupTeams(input.groupTeams);
  // Outside the transaction, because it sends a request to the provider.
  const checked = await checkedSettings(services, organization, input, before);
  await transact(services, caller, (change) => keepConnection(change, organizationName, before, checked));
}

async function keepConnection(
  change: Change,
  organizationName: string,
  before: SingleSignOnConnection | undefined,
  { settings: checked, sealedSecret }: CheckedSettings,
): Promise<void> {
  const { records, now, newId, audit } = change;
  const { organization } = await requireOwnership(change, organizationName);
  const { id: organizationId } = organization;
  const current = await records.singleSignOnConnections.ofOrganization(organizationId);
  // The check was based on the previous connection.
  if (current?.id !== before?.id) {
    throw new DomainError('conflict', { reason: 'somebody changed the connection at the same time; load it again' });
  }
  const trust = await changeTrust(change, organization, before, checked);
  const { settings, voided, addedCertificates } = trust;
  // A new id each time, so that an answer to a request of the previous connection is refused.
  const createdAt = before?.createdAt ?? now;
  const connection = { id: newId(), organizationId, settings, sealedSecret, createdAt, outage: null };
  await records.singleSignOnConnections.put(connection);
  await audit('sso-connection.changed', subjectOf('organization', organization, organization.name), {
    protocol: settings.protocol,
    issuer: issuerOf(settings),
    replaced: before !== undefined,
    voidedLinks: voided.length,
    addedCertificates,
  });
  await tellChangedTrust(change, organization, trust);
}

function requireGroupTeams(groupTeams: readonly GroupTeam[]): void {
  const empty = groupTeams.findIndex(({ group, team }) => group.trim() === '' || team.trim() === '');
  if (empty === -1) return;
  throw new DomainError('invalid-input', { field: `groupTeams.${empty}`, reason: 'names a group and a team' });
}

type CheckedSettings = Pick<SingleSignOnConnection, 'settings' | 'sealedSecret'>;

async function checkedSettings(
  services: Services,
  organization: Organization,
  input: ConnectionInput,
  before: SingleSignOnConnection | undefined,
): Promise<CheckedSettings> {
  if (input.protocol === 'saml') {
    const { protocol, groupsAttribute, emailAttribute, signsRequests, groupTeams } = input;
    const said = samlProvider(services, input, before);
    const settings = { protocol, ...said, groupsAttribute, emailAttribute, signsRequests, groupTeams };
    return { settings, sealedSecret: null };
  }
  const { protocol, issuer, clientId, groupsClaim, groupTeams } = input;
  const sealedSecret = sealedClientSecret(services, input, before);
  const settings = { protocol, issuer, clientId, groupsClaim, groupTeams };
  await services.oidc.check(oidcConnection(services, organization, settings, sealedSecret));
  return { settings, sealedSecret };
}

/** A client secret is sent only to the issuer for which it was entered. */
function sealedClientSecret(
  services: Services,
  { issuer, clientSecret }: OidcInput,
  before: SingleSignOnConnection | undefined,
): string {
  if (clientSecret) return sealSecret(services, 'sso client secret', clientSecret);
  const isSame = before?.settings.protocol === 'oidc' && before.settings.issuer === issuer;
  if (isSame && before.sealedSecret !== null) return before.sealedSecret;
  throw new DomainError('invalid-input', { field: 'clientSecret', reason: 'is missing' });
}

function samlProvider(
  { saml }: Services,
  { metadata }: SamlInput,
  before: SingleSignOnConnection | undefined,
): SamlMetadata {
  if (metadata !== undefined) return saml.readMetadata(metadata);
  if (before?.settings.protocol !== 'saml') {
    throw new DomainError('invalid-input', { field: 'metadata', reason: 'is missing' });
  }
  const { entityId, signOnUrl, certificates, logoutUrl, logoutAnswerUrl } = before.settings;
  return { entityId, signOnUrl, certificates, logoutUrl, logoutAnswerUrl };
}

/**
 * Members who have a password sign in with it again. Sessions and command lines that came through the provider end at
 * their next re-check. With the next connection, members must prove their accounts. Errors: `not-found`, `forbidden`,
 * `conflict` while single sign-on is required.
 */
export async function removeConnection(services: Services, caller: Caller, organizationName: string): Promise<void> {
  await transact(services, caller, async (change) => {
    const { organization } = await requireOwnership(change, organizationName);
    if (organization.policy.requireSingleSignOn) {
      throw new DomainError('conflict', { reason: 'single sign-on is required here; end that rule first' });
    }
    await endOfProvider(change.records, organization, change.now);
    const isRemoved = await change.records.singleSignOnConnections.delete(organization.id);
    if (!isRemoved) throw new DomainError('not-found', { what: 'connection' });
    await change.audit('sso-connection.removed', subjectOf('organization', organization, organization.name));
  });
}
