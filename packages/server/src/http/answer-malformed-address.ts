import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../services.ts';
import { faultAnswer } from './error-answer.ts';
import { send } from './register-routes.ts';
import { securityHeaders } from './security-headers.ts';

/**
 * An address that cannot be decoded, or a part of it that is longer than any id. Fastify's own answer would quote it,
 * whatever secret is in it, and it comes before the hooks that set the headers (R19, R36).
 */
export function answerMalformedAddress({ publicUrl }: Services, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(securityHeaders(publicUrl)).header('X-Request-Id', request.id).header('Cache-Control', 'no-store');
  void send(reply, faultAnswer('api', 400, 'the address is malformed'));
}
