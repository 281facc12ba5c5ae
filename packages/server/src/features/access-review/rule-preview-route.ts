import { DomainError } from '@lanyard/core/domain-error';
import { ANNOUNCED_RULES } from '@lanyard/core/lifetimes/announced-rules';
import { z } from 'zod';
import { isoTime, pagingQuery } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { reviewedTokenBody, reviewedTokenSchema } from './access-review-schema.ts';
import { type AskedRule, previewRule } from './preview-rule.ts';

const seconds = z.coerce
  .number()
  .int()
  .min(1)
  .max(Number.MAX_SAFE_INTEGER / 1000);

/** Exactly one of the rules; `none` for no limit. */
const query = z.strictObject({
  ...pagingQuery,
  maximumTokenLifetimeSeconds: z.union([seconds, z.literal('none')]).optional(),
  tokenUnusedSeconds: z.union([seconds, z.literal('none')]).optional(),
  passwordAtRegistry: z.enum(['true', 'false']).optional(),
  bindsFrom: z.iso.datetime({ offset: true }).optional(),
});

const previewSchema = z.object({
  /** When the change would bind, and the first date that it may have. */
  bindsFrom: z.string(),
  earliest: z.string(),
  total: z.number(),
  holders: z.number(),
  tokens: z.array(reviewedTokenSchema),
  /** Of a rule about passwords: whose were used here of late. */
  members: z.array(z.object({ name: z.string(), lastUsedAt: z.string() })),
});

export const rulePreviewRoute: Route = defineRoute({
  surface: 'api',
  method: 'GET',
  path: '/api/organizations/:organization/access-review/rule-preview',
  summary: 'List what a rule of the policy would stop, and when it could begin, before it is set',
  credential: 'account',
  scope: 'owner',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
  request: { params: z.strictObject({ organization: z.string().max(100) }), query },
  answers: { 200: previewSchema },
  handle: async ({ services, caller, params: { organization }, query: asked }) => {
    const preview = await previewRule(services, caller, organization, askedRule(asked));
    const now = services.clock.now();
    return {
      status: 200,
      body: {
        bindsFrom: isoTime(preview.bindsFrom),
        earliest: isoTime(preview.earliest),
        total: preview.total,
        holders: preview.holders,
        tokens: preview.tokens.map((item) => reviewedTokenBody(item, now)),
        members: preview.passwords.map(({ name, lastAt }) => ({ name, lastUsedAt: isoTime(lastAt) })),
      },
    };
  },
});

/** Errors: `invalid-input`. */
function askedRule({ page, pageSize, bindsFrom, ...rules }: z.output<typeof query>): AskedRule {
  const [rule, ...others] = ANNOUNCED_RULES.filter((name) => rules[name] !== undefined);
  if (rule === undefined || others.length > 0) {
    throw new DomainError('invalid-input', { field: 'query', reason: 'must have exactly one rule' });
  }
  const text = rules[rule];
  const value = typeof text === 'number' ? text : text === 'none' ? null : text === 'true';
  return { rule, value, page, pageSize, bindsFrom: bindsFrom === undefined ? undefined : Date.parse(bindsFrom) };
}
