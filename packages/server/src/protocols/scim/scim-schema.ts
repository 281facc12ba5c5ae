import { z } from 'zod';
import type { ScimCaller } from '../../features/access/caller.ts';
import type { Fault, SurfaceForm } from '../../http/surface.ts';
import type { Services } from '../../services.ts';

/** RFC 7644, section 3.1. */
const SCIM_MEDIA_TYPE = 'application/scim+json';

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

const errorSchema = z.object({
  schemas: z.array(z.string()),
  status: z.string(),
  scimType: z.string().optional(),
  detail: z.string(),
});

export const scimHeaders = { 'Content-Type': SCIM_MEDIA_TYPE };

export const scimSurface: SurfaceForm = {
  json: ['application/json', SCIM_MEDIA_TYPE],
  formBytes: 0,
  readsCookies: false,
  challenge: 'Bearer',
  errors: errorSchema,
  errorBody: (fault) => ({
    schemas: [ERROR_SCHEMA],
    status: String(fault.status),
    scimType: scimTypeOf(fault),
    detail: fault.text,
  }),
  errorHeaders: () => scimHeaders,
};

/** RFC 7644, section 3.12, table 9. */
function scimTypeOf({ status, field }: Fault): string | undefined {
  if (status === 409) return field === undefined ? undefined : 'uniqueness';
  if (status !== 400) return undefined;
  return field === 'filter' ? 'invalidFilter' : 'invalidValue';
}

export const common = {
  surface: 'scim',
  credential: 'scim',
  scope: 'own',
  csrf: 'none',
  rate: 'none',
  cache: 'no-store',
} as const;

/** The base address of the organization's resources. */
export function scimPlace({ publicUrl }: Services, { organization }: ScimCaller): string {
  return `${publicUrl}/scim/v2/organizations/${organization.name}`;
}

const PLACE = '/scim/v2/organizations/:organization';
/** Docker Hub's address. Here the token alone says which organization is meant. */
const PLACE_AT_HUB = '/v2/scim/2.0';

/** The two addresses of an organization's route: under its name, and under Docker Hub's address. */
export function scimAddress<const Rest extends string>(rest: Rest) {
  return { path: `${PLACE}/${rest}`, alias: `${PLACE_AT_HUB}/${rest}` } as const;
}

export const placeParams = z.strictObject({ organization: z.string().max(100).optional() });
export const resourceParams = placeParams.extend({ id: z.string().max(100) });

const wholeNumber = z.coerce.number().int().max(1_000_000);
export const MAXIMUM_COUNT = 200;

/** RFC 7644, section 3.9. Only the `members` of a group can be excluded. */
export const resourceQuery = z.object({ excludedAttributes: z.string().max(500).optional() });

/** Unknown parameters (`attributes`, `sortBy`) have no effect. RFC 7644 allows a server to ignore them. */
export const listQuery = resourceQuery.extend({
  filter: z.string().max(500).optional(),
  startIndex: wholeNumber.default(1),
  count: wholeNumber.default(100),
});

/** RFC 7644, section 3.4.2.4: a start below 1 counts as 1, and a count below 0 as 0. */
export function windowOf({ startIndex, count }: z.output<typeof listQuery>) {
  const offset = Math.max(startIndex, 1) - 1;
  return { offset, limit: Math.min(Math.max(count, 0), MAXIMUM_COUNT) };
}

/**
 * A reference to another resource. Its `$ref` is not declared here, because OpenAPI tools confuse it with their own.
 */
export const referenceSchema = z.looseObject({ value: z.string(), display: z.string(), type: z.string() });

export function listSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    schemas: z.array(z.string()),
    totalResults: z.number(),
    startIndex: z.number(),
    itemsPerPage: z.number(),
    Resources: z.array(item),
  });
}

export function listBody<Item>(total: number, offset: number, items: readonly Item[]) {
  const counts = { totalResults: total, startIndex: offset + 1, itemsPerPage: items.length };
  return { schemas: [LIST_SCHEMA], ...counts, Resources: [...items] };
}

/** Unknown attributes are ignored, because RFC 7643 lets directories send their own extensions. */
export const patchBody = z.object({
  Operations: z
    .array(z.object({ op: z.string().max(20), path: z.string().max(300).optional(), value: z.unknown().optional() }))
    .min(1)
    .max(100),
});
