import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import type { Services } from '../../services.ts';
import type { ConnectionInput, ShownConnection } from './connection.ts';
import { singleSignOnAddresses } from './provider.ts';

const name = z.string().min(1).max(200);
const groupTeams = z.array(z.strictObject({ group: z.string().max(200), team: z.string().max(100) })).max(200);

export const connectionInputSchema = z.discriminatedUnion('protocol', [
  z.strictObject({
    protocol: z.literal('oidc'),
    issuer: z.url({ protocol: /^https?$/ }).max(500),
    clientId: name,
    /** Left out to keep the one before. */
    clientSecret: z.string().min(1).max(1000).optional(),
    groupsClaim: name.default('groups'),
    groupTeams: groupTeams.default([]),
  }),
  z.strictObject({
    protocol: z.literal('saml'),
    /** The identity provider's metadata, as XML; left out to keep what the one before said. */
    metadata: z.string().min(1).max(256_000).optional(),
    groupsAttribute: name.default('groups'),
    emailAttribute: name.default('mail'),
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
    groupTeams,
    createdAt: z.string(),
  }),
]);

export const singleSignOnSchema = z.object({
  connection: connectionSchema.nullable(),
  connectedMembers: z.number().int(),
  /** What the provider needs to know: OIDC's redirect URI, SAML's entity id and consumer, our metadata. */
  addresses: z.object({ callback: z.string(), entityId: z.string(), consumer: z.string(), metadata: z.string() }),
  /** Where a member's browser begins. */
  start: z.string(),
});

export function connectionInput(body: z.output<typeof connectionInputSchema>): ConnectionInput {
  if (body.protocol === 'saml') return { ...body, metadata: body.metadata };
  const { clientSecret } = body;
  return { ...body, clientSecret: clientSecret === undefined ? undefined : new Secret(clientSecret) };
}

export function singleSignOnBody(
  services: Services,
  { organization, connection, connectedMembers }: ShownConnection,
): z.input<typeof singleSignOnSchema> {
  const { start, callback, consumer, metadata } = singleSignOnAddresses(services, organization.name);
  return {
    connection: connection
      ? {
          ...connection.settings,
          groupTeams: [...connection.settings.groupTeams],
          createdAt: isoTime(connection.createdAt),
        }
      : null,
    connectedMembers,
    addresses: { callback, consumer, metadata, entityId: metadata },
    start,
  };
}
