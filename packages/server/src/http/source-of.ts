import type { FastifyRequest } from 'fastify';
import type { Source } from '../features/access/caller.ts';

const MAXIMUM_CLIENT_LENGTH = 256;

/** The address is the peer's, or a listed proxy's word for it: Fastify's `trustProxy` decides (R37). */
export function sourceOf(request: FastifyRequest): Source {
  const agent = request.headers['user-agent'] ?? '';
  return { address: request.ip, client: agent.slice(0, MAXIMUM_CLIENT_LENGTH).replace(/[^\x20-\x7e]/g, '?') };
}
