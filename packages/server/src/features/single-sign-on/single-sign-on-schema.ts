import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { Services } from '../../services.ts';
import type {
  ProviderOutage,
  SingleSignOnSettings,
} from '../../store/records/single-sign-on/single-sign-on-connections.ts';
import type { ConnectionInput, ShownConnection } from './connection.ts';
import { singleSignOnAddresses } from './provider.ts';

const name = z.string().min(1).max(200);
const groupTeams = z.array(z.strictObject({ group: z.string().max(200), team: z.string().max(100) })).max(200);

export const connectionInputSchema = z.discriminatedUnion('protocol', [
  z.strictObject({
    protocol: z.literal('oidc'),
    issuer: z.url({ protocol: /^https?$/ }).max(500),
    clientId: name,
    /** Omit it to keep the previous one. */
    clientSecret: z.string().min(1).max(1000).optional(),
    groupsClaim: name.default('groups'),
    groupTeams: groupTeams.default([]),
  }),
  z.strictObject({
    protocol: z.literal('saml'),
    /** The identity provider's metadata as XML. Omit it to keep the previous one. */
    metadata: z.string().min(1).max(256_000).optional(),
    groupsAttribute: name.default('groups'),
    emailAttribute: name.default('mail'),
    /** With the key in our metadata. */
    signsRequests: z.boolean().default(true),
    groupTeams: groupTeams.default([]),
  }),
]);

const connectionSchema = z.discriminatedUnion('protocol', [
  z.object({
    protocol: z.literal('oidc'),
    issuer: z.string(),
    clientId: z.string(),
    groupsClaim: z.string(),
    groupTeams,
    createdAt: z.string(),
  }),
  z.object({
    protocol: z.literal('saml'),
    entityId: z.string(),
    signOnUrl: z.string(),
    groupsAttribute: z.string(),
    emailAttribute: z.string(),
    signsRequests: z.boolean(),
    /** Where people are sent to sign out there too. Null if its metadata have no such address. */
    logoutUrl: z.string().nullable(),
    groupTeams,
    createdAt: z.string(),
  }),
]);

export const singleSignOnSchema = z.object({
  connection: connectionSchema.nullable(),
  connectedMembers: z.number().int(),
  /** Since when the provider has confirmed nobody at re-checks. Null while it works. */
  outage: z.object({ since: z.string(), cause: z.string(), toldAt: z.string().nullable() }).nullable(),
  /** Members whom it did not confirm, at most 100. */
  failing: z.array(z.object({ account: z.string(), since: z.string(), cause: z.string() })),
  /** What the provider needs to know: OIDC's redirect URI, SAML's entity id, consumer and single logout, our metadata. */
  addresses: z.object({
    callback: z.string(),
    entityId: z.string(),
    consumer: z.string(),
    logout: z.string(),
    metadata: z.string(),
  }),
  /** The address where a member's browser starts. */
  start: z.string(),
});

export function connectionInput(body: z.output<typeof connectionInputSchema>): ConnectionInput {
  if (body.protocol === 'saml') return { ...body, metadata: body.metadata };
  const { clientSecret } = body;
  return { ...body, clientSecret: clientSecret === undefined ? undefined : new Secret(clientSecret) };
}

export function singleSignOnBody(
  services: Services,
  { organization, connection, connectedMembers, failing }: ShownConnection,
): z.input<typeof singleSignOnSchema> {
  const { start, callback, consumer, logout, metadata } = singleSignOnAddresses(services, organization.name);
  return {
    connection: connection
      ? {
          ...shownSettings(connection.settings),
          groupTeams: [...connection.settings.groupTeams],
          createdAt: isoTime(connection.createdAt),
        }
      : null,
    connectedMembers,
    outage: outageBody(connection?.outage ?? null),
    failing: failing.map(({ name, failure }) => ({
      account: name,
      since: isoTime(failure.since),
      cause: failure.cause,
    })),
    addresses: { callback, consumer, logout, metadata, entityId: metadata },
    start,
  };
}

function outageBody(outage: ProviderOutage | null): z.input<typeof singleSignOnSchema>['outage'] {
  if (outage === null) return null;
  const { since, cause, toldAt } = outage;
  return { since: isoTime(since), cause, toldAt: toldAt === null ? null : isoTime(toldAt) };
}

/** A connection of an earlier version signs nothing. */
function shownSettings(settings: SingleSignOnSettings) {
  if (settings.protocol === 'oidc') return settings;
  const { signsRequests = false, logoutUrl = null } = settings;
  return { ...settings, signsRequests, logoutUrl };
}
