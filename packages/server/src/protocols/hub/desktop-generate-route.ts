import { z } from 'zod';
import { generateAutoToken } from '../../features/command-lines/generate-auto-token.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { hubErrorAnswers } from './hub-surface.ts';

/** What the docker CLI calls after its browser sign-in; exactly 201, or it fails. */
export const hubDesktopGenerateRoute: Route = defineRoute({
  method: 'POST',
  path: '/v2/access-tokens/desktop-generate',
  surface: 'hub',
  summary: 'The auto-generated token of a browser sign-in; only the most recently used ones are kept',
  credential: 'bearer',
  scope: 'own',
  csrf: 'none',
  rate: 'none',
  audit: ['token.created', 'token.deleted', 'token.evicted'],
  cache: 'no-store',
  request: {},
  answers: { 201: z.object({ data: z.object({ token: z.string() }) }), ...hubErrorAnswers },
  handle: async ({ services, caller }) => {
    const { secret } = await generateAutoToken(services, caller);
    return { status: 201, body: { data: { token: secret.reveal() } } };
  },
});
