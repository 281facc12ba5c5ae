import { Secret } from '@lanyard/core/secret';
import type { FastifyRequest } from 'fastify';
import { LOGIN_SECONDS } from '../features/sessions/advance-login.ts';

/** `__Host-`: Secure, for the whole path and this host alone; browsers hold localhost for secure too (R34). */
const NAME = '__Host-lanyard-session';

/** Between two steps of a sign-in, for 5 minutes. */
const LOGIN_NAME = '__Host-lanyard-login';
/** Which browser set out for an identity provider. SAML answers with a POST from the provider's site, hence `None`. */
const SIGN_ON_NAME = '__Host-lanyard-sign-on';

export function readSessionCookie(request: FastifyRequest): Secret | undefined {
  return readCookie(request, NAME);
}

export function readLoginCookie(request: FastifyRequest): Secret | undefined {
  return readCookie(request, LOGIN_NAME);
}

export function readSignOnCookie(request: FastifyRequest): Secret | undefined {
  return readCookie(request, SIGN_ON_NAME);
}

function readCookie(request: FastifyRequest, name: string): Secret | undefined {
  const value = request.cookies[name];
  return value === undefined || value === '' ? undefined : new Secret(value);
}

export function sessionCookie(secret: Secret, maximumAgeSeconds: number): string {
  return `${NAME}=${secret.reveal()}; Path=/; Max-Age=${maximumAgeSeconds}; Secure; HttpOnly; SameSite=Lax`;
}

export function loginCookie(secret: Secret): string {
  return `${LOGIN_NAME}=${secret.reveal()}; Path=/; Max-Age=${LOGIN_SECONDS}; Secure; HttpOnly; SameSite=Lax`;
}

export function clearedLoginCookie(): string {
  return `${LOGIN_NAME}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax`;
}

export function signOnCookie(secret: Secret, maximumAgeSeconds: number): string {
  return `${SIGN_ON_NAME}=${secret.reveal()}; Path=/; Max-Age=${maximumAgeSeconds}; Secure; HttpOnly; SameSite=None`;
}

export function clearedSignOnCookie(): string {
  return `${SIGN_ON_NAME}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=None`;
}

export function clearedSessionCookie(): string {
  return `${NAME}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax`;
}
