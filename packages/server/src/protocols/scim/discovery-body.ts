import { z } from 'zod';
import { GROUP_SCHEMA, MAXIMUM_COUNT, USER_SCHEMA } from './scim-schema.ts';

const CONFIG_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const RESOURCE_TYPE_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const SCHEMA_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

const metaSchema = z.object({ resourceType: z.string(), location: z.string() });
const supportedSchema = z.object({ supported: z.boolean() });

/** RFC 7643, section 5. */
export const configSchema = z.object({
  schemas: z.array(z.string()),
  patch: supportedSchema,
  bulk: supportedSchema.extend({ maxOperations: z.number(), maxPayloadSize: z.number() }),
  filter: supportedSchema.extend({ maxResults: z.number() }),
  changePassword: supportedSchema,
  sort: supportedSchema,
  etag: supportedSchema,
  authenticationSchemes: z.array(
    z.object({
      type: z.string(),
      name: z.string(),
      description: z.string(),
      specUri: z.string(),
      primary: z.boolean(),
    }),
  ),
  meta: metaSchema,
});

export function configBody(place: string): z.input<typeof configSchema> {
  const no = { supported: false } as const;
  const bearer = {
    type: 'oauthbearertoken',
    name: 'SCIM token',
    description: 'The token that an owner of the organization makes, as Authorization: Bearer',
    specUri: 'https://www.rfc-editor.org/info/rfc6750',
    primary: true,
  };
  return {
    schemas: [CONFIG_SCHEMA],
    patch: { supported: true },
    bulk: { ...no, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MAXIMUM_COUNT },
    changePassword: no,
    sort: no,
    etag: no,
    authenticationSchemes: [bearer],
    meta: { resourceType: 'ServiceProviderConfig', location: `${place}/ServiceProviderConfig` },
  };
}

/** RFC 7643, section 6. */
export const resourceTypeSchema = z.object({
  schemas: z.array(z.string()),
  id: z.string(),
  name: z.string(),
  endpoint: z.string(),
  description: z.string(),
  schema: z.string(),
  meta: metaSchema,
});

export function resourceTypeBodies(place: string): readonly z.input<typeof resourceTypeSchema>[] {
  const types = [
    { id: 'User', endpoint: '/Users', description: 'An account that the directory provisioned', schema: USER_SCHEMA },
    { id: 'Group', endpoint: '/Groups', description: 'A team that the directory manages', schema: GROUP_SCHEMA },
  ];
  return types.map(({ id, ...type }) => ({
    schemas: [RESOURCE_TYPE_SCHEMA],
    id,
    name: id,
    ...type,
    meta: { resourceType: 'ResourceType', location: `${place}/ResourceTypes/${id}` },
  }));
}

const plainAttributeSchema = z.object({
  name: z.string(),
  type: z.string(),
  multiValued: z.boolean(),
  description: z.string(),
  required: z.boolean(),
  caseExact: z.boolean(),
  mutability: z.string(),
  returned: z.string(),
  uniqueness: z.string(),
  referenceTypes: z.array(z.string()).optional(),
});

const attributeSchema = plainAttributeSchema.extend({ subAttributes: z.array(plainAttributeSchema).optional() });

export type SchemaAttribute = z.output<typeof attributeSchema>;

/** RFC 7643, section 7. */
export const schemaSchema = z.object({
  schemas: z.array(z.string()),
  id: z.string(),
  name: z.string(),
  description: z.string(),
  attributes: z.array(attributeSchema),
  meta: metaSchema,
});

export interface ResourceSchema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: SchemaAttribute[];
}

export function schemaBodies(
  place: string,
  resources: readonly ResourceSchema[],
): readonly z.input<typeof schemaSchema>[] {
  return resources.map((resource) => ({
    schemas: [SCHEMA_SCHEMA],
    ...resource,
    meta: { resourceType: 'Schema', location: `${place}/Schemas/${resource.id}` },
  }));
}
