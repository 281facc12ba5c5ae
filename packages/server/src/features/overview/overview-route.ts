import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { commandLineBody, commandLineSchema } from '../command-lines/command-line-routes.ts';
import { sessionBody, sessionSchema } from '../sessions/session-schema.ts';
import { showOverview } from './show-overview.ts';

export const overviewRoute: Route = defineRoute({
  method: 'GET',
  path: '/api/overview',
  surface: 'api',
  summary:
    'Show an overview of the account: its tokens in numbers, its newest sign-ins, the reviews that wait for it, the organizations that it owns',
  credential: 'account',
  scope: 'own',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
  request: {},
  answers: {
    200: z.object({
      tokens: z.object({
        active: z.number(),
        inactive: z.number(),
        expired: z.number(),
        /** Tokens that work and expire within 14 days. */
        expiring: z.number(),
        /** Tokens that work and were not used for 90 days. */
        unused: z.number(),
        /** Auto-generated tokens. */
        auto: z.number(),
        /** How many auto-generated tokens are kept. */
        autoKept: z.number(),
      }),
      signIns: z.array(
        z.union([
          sessionSchema.extend({ type: z.literal('session') }),
          commandLineSchema.extend({ type: z.literal('command-line') }),
        ]),
      ),
      /** Open reviews that ask the account about access tokens, with how many it did not decide yet. */
      reviews: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          organization: z.string(),
          dueAt: z.string(),
          undecided: z.number(),
        }),
      ),
      organizations: z.array(
        z.object({
          name: z.string(),
          members: z.number(),
          activeOwners: z.number(),
          repositories: z.number(),
          tokens: z.number(),
          waitingInvitations: z.number(),
          failingWebhooks: z.number(),
        }),
      ),
    }),
  },
  handle: async ({ services, caller }) => {
    const { tokens, signIns, reviews, organizations } = await showOverview(services, caller);
    const listed = signIns.map((one) =>
      'session' in one
        ? { type: 'session' as const, ...sessionBody(one.session) }
        : { type: 'command-line' as const, ...commandLineBody(one.commandLine) },
    );
    const owned = organizations.map(({ id, createdAt, ...summary }) => summary);
    const waiting = reviews.map(({ dueAt, ...review }) => ({ ...review, dueAt: isoTime(dueAt) }));
    return { status: 200, body: { tokens, signIns: listed, reviews: waiting, organizations: owned } };
  },
});
