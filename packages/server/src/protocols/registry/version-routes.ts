import { DomainError } from '@lanyard/core/domain-error';
import { OWN_REGISTRY } from '@lanyard/core/registries/own-registry';
import { z } from 'zod';
import { bearerToken } from '../../http/bearer-token.ts';
import { errorAnswer } from '../../http/error-answer.ts';
import { noteRequest } from '../../http/observe-requests.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import { registrySurface } from './registry-surface.ts';

const VERSION_HEADER = { 'Docker-Distribution-Api-Version': 'registry/2.0' };

/** The registry's version check. With it, `docker login` to this server can check a credential without a registry. */
export const registryVersionRoutes: readonly Route[] = ['/v2/', '/v2'].map((path) =>
  defineRoute({
    method: 'GET',
    path,
    surface: 'registry',
    summary: 'Answer a registry client with the challenge that leads to the token endpoint',
    credential: 'none',
    scope: 'anyone',
    csrf: 'none',
    rate: 'none',
    audit: [],
    cache: 'no-store',
    request: {},
    answers: { 200: z.object({}) },
    handle: async ({ services, raw }): Promise<Answer> => {
      const { authorization } = raw.headers;
      if (authorization !== undefined) {
        const token = bearerToken(authorization, ['bearer']);
        const holder = token && (await services.registryTokens.verifyOwn(token.reveal()));
        if (holder) return { status: 200, body: {}, headers: VERSION_HEADER };
        noteRequest(raw, { code: 'unauthenticated' });
      }
      const refused = errorAnswer(registrySurface, new DomainError('unauthenticated', {}), services.clock.now());
      return { ...refused, headers: { 'WWW-Authenticate': challenge(services.publicUrl), ...VERSION_HEADER } };
    },
  }),
);

/**
 * The answer of `/v2/` to a client without a token. The realm is the configured address, never the request's Host
 * (R37).
 */
function challenge(publicUrl: string): string {
  return `Bearer realm="${publicUrl}/token",service="${OWN_REGISTRY.service}"`;
}
