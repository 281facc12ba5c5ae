import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { showUsageByDay } from './show-usage-by-day.ts';
import type { TokenPlace } from './token-place.ts';

const MAXIMUM_DAYS = 90;

const summarySchema = z.object({
  from: z.string(),
  to: z.string(),
  days: z.array(z.object({ day: z.string(), count: z.number() })),
});

/** For a chart: few numbers, however much the token did. Days without a use are left out. */
export function usageByDayRoute<Of>({ path, owner, scope, memberParams, whose }: TokenPlace<Of>): Route {
  return defineRoute({
    surface: 'api',
    method: 'GET',
    path: `${path}/:id/usage-summary`,
    summary: `How often an access token of the ${owner} was used on each of the last days, in UTC`,
    credential: 'account',
    scope,
    csrf: 'none',
    rate: 'none',
    audit: [],
    cache: 'no-store',
    request: {
      params: memberParams,
      query: z.strictObject({ days: z.coerce.number().int().min(1).max(MAXIMUM_DAYS).default(30) }),
    },
    answers: { 200: summarySchema, ...errorAnswers },
    handle: async ({ services, caller, params, query }) => {
      const summary = await showUsageByDay(services, caller, whose(caller, params), params.id, query.days);
      const days = summary.days.map(({ day, count }) => ({ day: isoTime(day), count }));
      return { status: 200, body: { from: isoTime(summary.from), to: isoTime(summary.to), days } };
    },
  });
}
