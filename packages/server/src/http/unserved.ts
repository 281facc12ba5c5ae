import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../services.ts';
import { faultAnswer } from './error-answer.ts';
import type { RequestLimit } from './limit-requests.ts';
import { type RouteTable, send } from './register-routes.ts';
import { formOfRequest, formOfUnserved, type SurfaceForms } from './surface.ts';

/**
 * Answers what no route serves: an address of somebody else's protocol, which no path of a route can name, or nothing.
 * No body is read: whatever it is, the answer is the same. These hooks run for such requests alone.
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

/** "not found", because clients of Docker Hub look for these words. The address is not quoted: it may hold a secret (R19). */
function refuse(request: FastifyRequest, reply: FastifyReply, surfaces: SurfaceForms): FastifyReply {
  reply.header('Cache-Control', 'no-store');
  const form = formOfRequest(surfaces, request);
  const isPage = form === surfaces.page;
  const text = isPage ? 'there is no page here' : `not found: ${request.method} is not available at this address`;
  return send(reply, faultAnswer(form, 404, text));
}
