import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { TrustRoot } from '@lanyard/core/single-sign-on/trust-root';
import type { OidcConnection, SamlConnection } from '../../identity/identity-provider.ts';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type {
  SingleSignOnConnection,
  SingleSignOnSettings,
} from '../../store/records/single-sign-on/single-sign-on-connections.ts';
import type { Reads } from '../../store/store.ts';
import { domainHolder } from '../access/login-facts.ts';

export interface ConnectedOrganization {
  readonly organization: Organization;
  readonly connection: SingleSignOnConnection;
}

/** Errors: `not-found` if there is no such organization, or if it has no provider. */
export async function requireConnection(
  { organizations, singleSignOnConnections }: Pick<Reads, 'organizations' | 'singleSignOnConnections'>,
  name: string,
): Promise<ConnectedOrganization> {
  const organization = await organizations.byName(name);
  const connection = organization && (await singleSignOnConnections.ofOrganization(organization.id));
  if (connection) return { organization, connection };
  throw noProvider();
}

export function noProvider(): DomainError {
  return new DomainError('not-found', { what: 'an organization of this name that uses single sign-on' });
}

/**
 * The name of the organization whose provider people with such an address use. It depends only on the domain, so it
 * does not show which accounts exist.
 */
export async function findProvider({ store }: Services, email: string): Promise<string | undefined> {
  const organization = await domainHolder(store.read, email.trim().toLowerCase());
  const connection = organization && (await store.read.singleSignOnConnections.ofOrganization(organization.id));
  return connection ? organization.name : undefined;
}

/** The addresses of this server that an organization's provider needs. */
export function singleSignOnAddresses({ publicUrl }: Pick<Services, 'publicUrl'>, organizationName: string) {
  const base = `${publicUrl}/sso/${organizationName}`;
  return {
    start: `${base}/start`,
    callback: `${base}/callback`,
    consumer: `${base}/acs`,
    logout: `${base}/logout`,
    metadata: `${base}/metadata`,
  } as const;
}

/**
 * Our SAML metadata for the identity provider, also before the organization has a connection. It exists for every name,
 * because otherwise strangers could learn which organizations exist (R25).
 */
export function showMetadata(services: Services, organizationName: string): Promise<string> {
  const { metadata, consumer, logout } = singleSignOnAddresses(services, organizationName);
  return services.saml.metadata({ audience: metadata, consumerUrl: consumer, ownLogoutUrl: logout });
}

export type OidcSettings = Extract<SingleSignOnSettings, { protocol: 'oidc' }>;
export type SamlSettings = Extract<SingleSignOnSettings, { protocol: 'saml' }>;

/** The issuer of the identities that the provider proves. */
export function issuerOf(settings: SingleSignOnSettings): string {
  return settings.protocol === 'oidc' ? settings.issuer : settings.entityId;
}

/** The keys and addresses that are trusted when the provider sends a statement. */
export function trustRootOf(settings: SingleSignOnSettings): TrustRoot {
  if (settings.protocol === 'oidc') return settings;
  const { protocol, entityId, certificates, certificatesAddedAt = {} } = settings;
  const known = certificates.map((certificate) => ({ certificate, addedAt: certificatesAddedAt[certificate] ?? null }));
  return { protocol, entityId, certificates: known };
}

/** The settings, with the times at which certificates were added to the root. */
export function settingsWithRoot(settings: SingleSignOnSettings, root: TrustRoot): SingleSignOnSettings {
  if (settings.protocol === 'oidc' || root.protocol === 'oidc') return settings;
  const added = root.certificates.flatMap(({ certificate, addedAt }) =>
    addedAt === null ? [] : [[certificate, addedAt] as const],
  );
  return { ...settings, certificatesAddedAt: Object.fromEntries(added) };
}

/** The settings for the OpenID client, with the secret unsealed. */
export function oidcConnection(
  services: Services,
  { name }: Organization,
  { issuer, clientId, groupsClaim }: Pick<OidcSettings, 'issuer' | 'clientId' | 'groupsClaim'>,
  sealedSecret: string,
): OidcConnection {
  const clientSecret = openSecret(services, 'sso client secret', sealedSecret);
  return { issuer, clientId, groupsClaim, clientSecret, redirectUri: singleSignOnAddresses(services, name).callback };
}

/** The settings for the SAML client. */
export function samlConnection(services: Services, { name }: Organization, settings: SamlSettings): SamlConnection {
  const { metadata, consumer, logout } = singleSignOnAddresses(services, name);
  return { ...settings, audience: metadata, consumerUrl: consumer, ownLogoutUrl: logout };
}

/**
 * Both are needed later: the client secret at every sign-in, and a refresh token at every re-check. They are stored
 * sealed.
 */
type Sealed = 'sso client secret' | 'provider refresh token';

export function sealSecret({ sealer }: Pick<Services, 'sealer'>, purpose: Sealed, secret: Secret): string {
  return sealer.seal(purpose, Buffer.from(secret.reveal()));
}

export function openSecret({ sealer }: Pick<Services, 'sealer'>, purpose: Sealed, sealed: string): Secret {
  return new Secret(Buffer.from(sealer.open(purpose, sealed)).toString());
}
