import { DomainError } from '@lanyard/core/domain-error';
import { requireRepositoryName } from '@lanyard/core/repositories/repository';
import { TOKEN_KIND_NAMES } from '@lanyard/core/tokens/access-token';
import { z } from 'zod';
import { pagingQuery } from '../../http/api-schema.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import type { FindingToFilter } from '../../store/records/access-review/review-conditions.ts';
import {
  ACCESS_FORMAT_NAMES,
  ACCESS_FORMATS,
  type AccessFormatName,
  reviewedTokenBody,
  reviewedTokenSchema,
} from './access-review-schema.ts';
import { type AccessCriteria, type AccessExport, exportAccess, listAccess } from './list-access.ts';

const DAY_MILLISECONDS = 86_400_000;

const common = {
  surface: 'api',
  method: 'GET',
  credential: 'account',
  scope: 'owner',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
} as const;
const params = z.strictObject({ organization: z.string().max(100) });

const FINDINGS_TO_FILTER = [
  'never-used',
  'unused',
  'no-expiry',
  'expires-soon',
  'no-second-factor',
  'holder-disabled',
  'maker-left',
  'not-approved',
  'against-policy',
] as const satisfies readonly FindingToFilter[];

/** What a token must be to be listed. */
const criteria = {
  /** Part of the holder's name, or of a description that is shown. */
  search: z.string().max(100).optional(),
  kind: z.enum(TOKEN_KIND_NAMES).optional(),
  status: z.enum(['active', 'inactive']).optional(),
  holder: z.string().max(100).optional(),
  /** The full name of one that it names, and that its holder has a right to. */
  repository: z.string().max(255).optional(),
  team: z.string().max(100).optional(),
  /** Not used in this organization for so many days. */
  unusedDays: z.coerce.number().int().min(1).max(3_650).optional(),
  expiry: z.enum(['none']).optional(),
  /** Those of the findings that need no look at what each token did. */
  finding: z.enum(FINDINGS_TO_FILTER).optional(),
  /**
   * What the owners said: `free` for none of it. `waiting` has at most 20 tokens of each holder, the oldest.
   */
  state: z.enum(['blocked', 'refused', 'waiting', 'free']).optional(),
};
const listQuery = z.strictObject({
  ...pagingQuery,
  ...criteria,
  sort: z.enum(['created', 'lastUsed', 'holder', 'expires']).default('created'),
  order: z.enum(['asc', 'desc']).default('desc'),
});
const exportQuery = z.strictObject({ ...criteria, format: z.enum(ACCESS_FORMAT_NAMES).default('csv') });

export const accessReviewRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/api/organizations/:organization/access-review/tokens',
    summary: 'List every access token that can reach a repository of the organization, no matter who holds it',
    request: { params, query: listQuery },
    answers: { 200: z.object({ total: z.number(), tokens: z.array(reviewedTokenSchema) }) },
    handle: async ({ services, caller, params: { organization }, query }) => {
      const now = services.clock.now();
      const filter = { ...query, ...criteriaOf(organization, query, now) };
      const { total, items } = await listAccess(services, caller, organization, filter);
      return { status: 200, body: { total, tokens: items.map((item) => reviewedTokenBody(item, now)) } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/organizations/:organization/access-review/tokens/export',
    summary: 'Export every access token that can reach a repository of the organization, oldest first',
    request: { params, query: exportQuery },
    answers: { 200: z.string() },
    handle: async ({ services, caller, params: { organization }, query: { format, ...query } }) => {
      const now = services.clock.now();
      const exported = await exportAccess(services, caller, organization, criteriaOf(organization, query, now));
      return fileAnswer(exported, format, now);
    },
  }),
];

type Criteria = z.output<z.ZodObject<typeof criteria>>;

/** Errors: `invalid-input`. */
function criteriaOf(organization: string, query: Criteria, now: number): AccessCriteria {
  const { repository, unusedDays, search, kind, status, holder, team, expiry, state, finding } = query;
  return {
    search,
    kind,
    status,
    holder,
    team,
    expiry,
    state,
    finding,
    repository: repository === undefined ? undefined : requireOwnRepository(organization, repository),
    unusedSince: unusedDays === undefined ? undefined : now - unusedDays * DAY_MILLISECONDS,
  };
}

/** Without the namespace: of another's repositories, the list would tell which members have a right to them. */
function requireOwnRepository(organization: string, fullName: string): string {
  const { namespace, name } = requireRepositoryName(fullName, 'repository');
  if (namespace === organization) return name;
  throw new DomainError('invalid-input', { field: 'repository', reason: `must be one of ${organization}` });
}

function fileAnswer(exported: AccessExport, format: AccessFormatName, now: number): Answer {
  const day = new Date(now).toISOString().slice(0, 10);
  const headers = {
    'Content-Type': ACCESS_FORMATS[format].contentType,
    // An organization's name has no letter that would need quoting.
    'Content-Disposition': `attachment; filename="access-${exported.organization}-${day}.${format}"`,
  };
  return { status: 200, headers, body: ReadableStream.from(textOf(exported, format, now)) };
}

/** Read from the store only as fast as the client takes it. */
async function* textOf({ chunks }: AccessExport, format: AccessFormatName, now: number): AsyncGenerator<string> {
  const { head, line } = ACCESS_FORMATS[format];
  let text = head;
  for await (const items of chunks) {
    yield text + items.map((item) => line(reviewedTokenBody(item, now))).join('');
    text = '';
  }
  if (text !== '') yield text;
}
