import { DomainError } from '@lanyard/core/domain-error';
import { requireRepositoryName } from '@lanyard/core/repositories/repository';
import { TOKEN_KIND_NAMES } from '@lanyard/core/tokens/access-token';
import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import type { FindingToFilter } from '../../store/records/access-review/review-conditions.ts';
import {
  ACCESS_FORMAT_NAMES,
  ACCESS_FORMATS,
  type AccessFormatName,
  holdBody,
  holdSchema,
  reviewedTokenBody,
  reviewedTokenSchema,
} from './access-review-schema.ts';
import { listEndedBlocks } from './ended-blocks.ts';
import { type AccessCriteria, type AccessExport, exportAccess, listAccess } from './list-access.ts';
import { RULINGS, ruleOnTokens, TOKENS_AT_ONCE } from './rule-on-tokens.ts';
import { showHolds } from './show-holds.ts';
import { endTrust, listTrustedHolders } from './trusted-holders.ts';

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
  'not-approved',
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

const trustedHolderSchema = z.object({
  name: z.string(),
  since: z.string(),
  /** The account of the owner who said it. */
  trustedBy: z.string(),
});

const endedBlockSchema = z.object({
  token: z.string(),
  holder: z.string(),
  reason: z.string(),
  at: z.string(),
  blockedBy: z.string(),
});

const rulingBody = z.strictObject({
  /** `trust` approves, and lets in what the holders create later. */
  ruling: z.enum(RULINGS),
  tokens: z.array(z.string().max(64)).min(1).max(TOKENS_AT_ONCE),
  /** Why they are blocked or refused: their holders read it. */
  reason: z.string().max(1_000).optional(),
});

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
  defineRoute({
    ...common,
    method: 'POST',
    path: '/api/organizations/:organization/access-review/rulings',
    summary: 'Block access tokens in the organization, lift their blocks, or approve or refuse tokens that wait',
    csrf: 'origin',
    audit: [
      'token.blocked-here',
      'token.block-lifted',
      'token.approved-here',
      'token.refused-here',
      'member.tokens-trusted',
    ],
    request: { params, body: rulingBody },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { organization }, body }) => {
      await ruleOnTokens(services, caller, organization, body);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/organizations/:organization/access-review/ended-blocks',
    summary: 'List the blocks of access tokens that were deleted or expired since; a ruling lifts them',
    request: { params, query: z.strictObject(pagingQuery) },
    answers: { 200: z.object({ total: z.number(), blocks: z.array(endedBlockSchema) }) },
    handle: async ({ services, caller, params: { organization }, query }) => {
      const { total, items } = await listEndedBlocks(services, caller, organization, query);
      const blocks = items.map(({ tokenId: token, holder, reason, at, madeBy: blockedBy }) => {
        return { token, holder, reason, at: isoTime(at), blockedBy };
      });
      return { status: 200, body: { total, blocks } };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/organizations/:organization/access-review/trusted-holders',
    summary: 'List the members whose new access tokens need no approval',
    request: { params, query: z.strictObject(pagingQuery) },
    answers: { 200: z.object({ total: z.number(), holders: z.array(trustedHolderSchema) }) },
    handle: async ({ services, caller, params: { organization }, query }) => {
      const { total, items } = await listTrustedHolders(services, caller, organization, query);
      const holders = items.map(({ holder: name, at, madeBy }) => ({ name, since: isoTime(at), trustedBy: madeBy }));
      return { status: 200, body: { total, holders } };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: '/api/organizations/:organization/access-review/trusted-holders/:account',
    summary: 'Ask again for an approval of the access tokens of a member',
    csrf: 'origin',
    audit: ['member.tokens-trust-ended'],
    request: { params: params.extend({ account: z.string().max(100) }) },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { organization, account } }) => {
      await endTrust(services, caller, organization, account);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...common,
    path: '/api/tokens/:id/holds',
    summary:
      'List the organizations in which an access token of the account is blocked or refused, or waits for an approval',
    scope: 'own',
    clientScope: 'tokens:read',
    request: { params: z.strictObject({ id: z.string().max(64) }) },
    answers: { 200: z.object({ holds: z.array(holdSchema.extend({ organization: z.string() })) }) },
    handle: async ({ services, caller, params: { id } }) => {
      const holds = await showHolds(services, caller, id);
      const body = { holds: holds.map(({ organization, hold }) => ({ organization, ...holdBody(hold) })) };
      return { status: 200, body };
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
