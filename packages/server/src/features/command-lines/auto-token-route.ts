import { z } from 'zod';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute } from '../../http/route.ts';
import { showAutoTokens } from './show-auto-tokens.ts';

export const autoTokenRoute = defineRoute({
  surface: 'api',
  method: 'GET',
  path: '/api/account/auto-tokens',
  summary: 'How many auto-generated tokens the account keeps, and which one the next sign-in removes',
  credential: 'account',
  scope: 'own',
  csrf: 'none',
  rate: 'none',
  audit: [],
  cache: 'no-store',
  request: {},
  answers: {
    200: z.object({ kept: z.number(), limit: z.number(), nextToGo: z.string().nullable() }),
    ...errorAnswers,
  },
  handle: async ({ services, caller }) => ({ status: 200, body: await showAutoTokens(services, caller) }),
});
