import { DomainError } from '@lanyard/core/domain-error';
import { z } from 'zod';
import { showOrganization } from '../../features/organizations/organizations.ts';
import { isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Membership } from '../../store/records/organizations/organizations.ts';
import { hubId } from './hub-user.ts';

const PATH = '/v2/orgs/:organization';
const common = {
  surface: 'hub',
  credential: 'bearer',
  rate: 'none',
  csrf: 'none',
  audit: [],
  cache: 'no-store',
} as const;

const params = z.strictObject({ organization: z.string().max(100) });

export const hubOrganizationSchema = z.object({
  id: z.string(),
  orgname: z.string(),
  full_name: z.string(),
  type: z.literal('Organization'),
  date_joined: z.string(),
});

export function hubOrganization({ organization }: Membership): z.input<typeof hubOrganizationSchema> {
  const { id, name, createdAt } = organization;
  return { id: hubId(id), orgname: name, full_name: '', type: 'Organization', date_joined: isoTime(createdAt) };
}

/**
 * Settings of Docker Desktop, which this server cannot enforce. They are refused, because storing them would have no
 * effect.
 */
const SETTINGS = [
  { path: `${PATH}/settings`, what: 'Image Access Management' },
  { path: `${PATH}/settings/registry-access-management`, what: 'Registry Access Management' },
];

export const hubOrganizationRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: PATH,
    summary: 'Show an organization to its members',
    scope: 'member',
    request: { params },
    answers: { 200: hubOrganizationSchema },
    handle: async ({ services, caller, params: { organization } }) => {
      return { status: 200, body: hubOrganization(await showOrganization(services, caller, organization)) };
    },
  }),
  ...SETTINGS.flatMap(({ path, what }) =>
    (['GET', 'PUT'] as const).map((method) =>
      defineRoute({
        ...common,
        method,
        path,
        summary: `${what}: not offered here`,
        scope: 'owner',
        request: { params },
        answers: { 404: z.unknown() },
        handle: async () => {
          throw new DomainError('not-offered', {
            what,
            instead: "the organization's policy has the rules of this server",
          });
        },
      }),
    ),
  ),
];
