import { DomainError } from '@lanyard/core/domain-error';
import { Secret } from '@lanyard/core/secret';
import type { OidcConnection, SamlConnection } from '../../identity/identity-provider.ts';
import type { Services } from '../../services.ts';
import type { Organization } from '../../store/records/organizations.ts';
import type { SsoConnection, SsoSettings } from '../../store/records/sso-connections.ts';

import type { Reads } from '../../store/store.ts';

const SECRET_PURPOSE = 'sso client secret';

/** The addresses of an organization's sign-in here, which its provider is told. */
export function signOnAddresses({ publicUrl }: Pick<Services, 'publicUrl'>, organizationName: string) {
  const base = `${publicUrl}/sso/${organizationName}`;
  return { callback: `${base}/callback`, consumer: `${base}/acs`, metadata: `${base}/metadata` } as const;
}

export function sealClientSecret({ sealer }: Pick<Services, 'sealer'>, secret: Secret): string {
  return sealer.seal(SECRET_PURPOSE, Buffer.from(secret.reveal()));
}

export type OidcSettings = Extract<SsoSettings, { protocol: 'oidc' }>;
export type SamlSettings = Extract<SsoSettings, { protocol: 'saml' }>;

/** The settings as the client library takes them, the secret opened. */
export function oidcConnection(
  services: Services,
  { name }: Organization,
  { issuer, clientId, groupsClaim }: Pick<OidcSettings, 'issuer' | 'clientId' | 'groupsClaim'>,
  sealedSecret: string,
): OidcConnection {
  const clientSecret = new Secret(Buffer.from(services.sealer.open(SECRET_PURPOSE, sealedSecret)).toString());
  return { issuer, clientId, groupsClaim, clientSecret, redirectUri: signOnAddresses(services, name).callback };
}

export function samlConnection(services: Services, { name }: Organization, settings: SamlSettings): SamlConnection {
  const { metadata, consumer } = signOnAddresses(services, name);
  return { ...settings, audience: metadata, consumerUrl: consumer };
}

export interface ConnectedOrganization {
  readonly organization: Organization;
  readonly connection: SsoConnection;
}

/** Errors: `not-found` for an organization that is none or has no provider. */
export async function requireConnection(
  { organizations, ssoConnections }: Pick<Reads, 'organizations' | 'ssoConnections'>,
  name: string,
): Promise<ConnectedOrganization> {
  const organization = await organizations.byName(name);
  const connection = organization && (await ssoConnections.ofOrganization(organization.id));
  if (connection) return { organization, connection };
  throw new DomainError('not-found', { what: 'an organization of this name that uses single sign-on' });
}
