import { Secret } from '@lanyard/core/secret';
import type { FastifyRequest } from 'fastify';

/** `__Host-`: Secure, for the whole path and this host alone; browsers hold localhost for secure too (R34). */
const NAME = '__Host-lanyard-session';

export function readSessionCookie(request: FastifyRequest): Secret | undefined {
  const value = request.cookies[NAME];
  return value === undefined || value === '' ? undefined : new Secret(value);
}

export function sessionCookie(secret: Secret, maximumAgeSeconds: number): string {
  return `${NAME}=${secret.reveal()}; Path=/; Max-Age=${maximumAgeSeconds}; Secure; HttpOnly; SameSite=Lax`;
}

export function clearedSessionCookie(): string {
  return `${NAME}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax`;
}
