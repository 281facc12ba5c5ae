import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../services.ts';
import { faultAnswer } from './error-answer.ts';
import type { RequestLimit } from './limit-requests.ts';
import { type RouteTable, send } from './register-routes.ts';
import { formOfRequest, formOfUnserved, type SurfaceForms } from './surface.ts';

/**
 * Answers addresses without a route: an address of another protocol that no route's path can express, or an unknown
 * one. No body is read, because the answer does not depend on it. These hooks run only for such requests.
 */
export async function answerUnserved(
  app: FastifyInstance,
  services: Services,
  { surfaces, unserved }: RouteTable,
  limit: RequestLimit,
): Promise<void> {
  await app.register(async (child) => {
    child.addHook('onRequest', (request, reply, done) => {
      const { requestsPerMinute } = formOfUnserved(surfaces, request.url);
      done(requestsPerMinute === undefined ? undefined : limit(request, reply, requestsPerMinute));
    });
    child.addHook('onRequest', async (request, reply) => {
      const answer = await unserved(services, request.url);
      return answer ? send(reply.header('Cache-Control', 'no-store'), answer) : refuse(request, reply, surfaces);
    });
    child.setNotFoundHandler((request, reply) => refuse(request, reply, surfaces));
  });
}

/**
 * Says "not found", because clients of Docker Hub look for these words. The address is not quoted, because it can
 * contain a secret (R19).
 */
function refuse(request: FastifyRequest, reply: FastifyReply, surfaces: SurfaceForms): FastifyReply {
  reply.header('Cache-Control', 'no-store');
  const form = formOfRequest(surfaces, request);
  const isPage = form === surfaces.page;
  const text = isPage ? 'there is no page here' : `not found: ${request.method} is not available at this address`;
  return send(reply, faultAnswer(form, 404, text));
}
