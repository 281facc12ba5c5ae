import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { holdBody, holdSchema } from './access-review-schema.ts';
import { listEndedBlocks } from './ended-blocks.ts';
import { RULINGS, ruleOnTokens, TOKENS_AT_ONCE } from './rule-on-tokens.ts';
import { showHolds } from './show-holds.ts';
import { endTrust, listTrustedHolders } from './trusted-holders.ts';

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

/** What the owners say of tokens, and what a holder sees of it. */
export const rulingRoutes: readonly Route[] = [
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
