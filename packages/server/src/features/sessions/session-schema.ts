import type { Secret } from '@lanyard/core/secret';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { deviceCookie, loginCookie, sessionCookie } from '../../http/cookies.ts';
import type { Answer } from '../../http/route.ts';
import { SESSION_ABSOLUTE_SECONDS } from '../access/authenticate.ts';
import { FLOW_SECONDS, loginOver } from './flow-state.ts';
import type { ListedSession } from './sessions.ts';
import type { LoginOutcome } from './sign-in.ts';
import type { StartedSession } from './start-session.ts';

/** The longest time for which browsers keep a cookie. */
const DEVICE_COOKIE_SECONDS = 400 * 86_400;

export const sessionAccountSchema = z.object({ name: z.string(), email: z.string(), isAdministrator: z.boolean() });

export const currentSessionSchema = sessionAccountSchema.extend({
  hasSecondFactor: z.boolean(),
  /**
   * An organization that requires a second factor which the account does not have. Until then the account gets no
   * tokens.
   */
  secondFactorRequiredBy: z.string().nullable(),
  /**
   * Until this time, the account can create tokens and change factors and keys without another sign-in. Null if it
   * cannot.
   */
  freshUntil: z.string().nullable(),
});

export const sessionSchema = z.object({
  id: z.string(),
  address: z.string(),
  /** The User-Agent. */
  client: z.string(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  isCurrent: z.boolean(),
});

export function sessionBody(session: ListedSession): z.input<typeof sessionSchema> {
  const { id, address, client, createdAt, lastSeenAt, isCurrent } = session;
  return { id, address, client, createdAt: isoTime(createdAt), lastSeenAt: isoTime(lastSeenAt), isCurrent };
}

/** The ways in which the account can answer: a code of an authenticator, a passkey, a recovery code. */
export const secondFactorAskedSchema = z.object({
  secondFactor: z.object({ methods: z.array(z.enum(['totp', 'passkey', 'recovery-code'])) }),
});

/** 200 with the cookie of the session, or 202 with the cookie that the second step needs. */
export function loginAnswer(outcome: LoginOutcome): Answer {
  if (outcome.type === 'second-factor') {
    const headers = { 'Set-Cookie': loginCookie.set(outcome.login, FLOW_SECONDS.login) };
    return { status: 202, body: { secondFactor: { methods: [...outcome.methods] } }, headers };
  }
  const cookies = [...sessionCookies(outcome), loginCookie.clear()];
  return { status: 200, body: outcome.account, headers: { 'Set-Cookie': cookies } };
}

/** The cookies that a browser gets for a session that just started. */
export function sessionCookies({ secret, device }: StartedSession): readonly string[] {
  const session = sessionCookie.set(secret, SESSION_ABSOLUTE_SECONDS);
  return device ? [session, deviceCookie.set(device, DEVICE_COOKIE_SECONDS)] : [session];
}

/** The events that occur when an account is linked to a person at a provider, besides those of the sign-in itself. */
export const CONNECTING_EVENTS = [
  'identity.linked',
  'member.added',
  'team.member-added',
  'team.member-removed',
] as const;

/** The cookie of the sign-in that this step continues. Errors: `login-over`. */
export function requireLogin(request: FastifyRequest): Secret {
  const login = loginCookie.read(request);
  if (login) return login;
  throw loginOver();
}
