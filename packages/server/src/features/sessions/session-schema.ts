import { z } from 'zod';
import { loginCookie, sessionCookie } from '../../http/cookies.ts';
import type { Answer } from '../../http/route.ts';
import { SESSION_ABSOLUTE_SECONDS } from '../access/authenticate.ts';
import { LOGIN_SECONDS, type LoginOutcome } from './sign-in.ts';

export const sessionAccountSchema = z.object({ name: z.string(), email: z.string(), isAdministrator: z.boolean() });

/** What the account can answer with: a code of an authenticator, a passkey, a recovery code. */
export const secondFactorAskedSchema = z.object({
  secondFactor: z.object({ methods: z.array(z.enum(['totp', 'passkey', 'recovery-code'])) }),
});

/** WebAuthn's JSON, which only the browser's own functions and the library read. */
export const webAuthnSchema = z.record(z.string(), z.unknown());

/** 200 with the session's cookie, or 202 with the one that brings the second step. */
export function loginAnswer(outcome: LoginOutcome): Answer {
  if (outcome.type === 'second-factor') {
    const headers = { 'Set-Cookie': loginCookie.set(outcome.login, LOGIN_SECONDS) };
    return { status: 202, body: { secondFactor: { methods: [...outcome.methods] } }, headers };
  }
  const cookies = [sessionCookie.set(outcome.secret, SESSION_ABSOLUTE_SECONDS), loginCookie.clear()];
  return { status: 200, body: outcome.account, headers: { 'Set-Cookie': cookies } };
}
