import { fastifyCookie } from '@fastify/cookie';
import { Secret } from '@lanyard/core/secret';
import type { FastifyRequest } from 'fastify';

/** A cookie that contains a secret. `set` and `clear` return a Set-Cookie header. */
export interface SecretCookie {
  read(request: FastifyRequest): Secret | undefined;
  set(secret: Secret, maximumAgeSeconds: number): string;
  clear(): string;
}

/** For a browser that is signed in. */
export const sessionCookie = secretCookie('__Host-lanyard-session', 'lax');
/**
 * The cookie by which accounts recognize a browser. It opens nothing. Guesses from other places do not delay that
 * browser.
 */
export const deviceCookie = secretCookie('__Host-lanyard-device', 'lax');
/** For the time between two steps of a sign-in. */
export const loginCookie = secretCookie('__Host-lanyard-login', 'lax');
/**
 * Marks the browser that left for an identity provider. SAML answers with a POST from the provider's site, so the
 * cookie needs `None`.
 */
export const singleSignOnCookie = secretCookie('__Host-lanyard-sign-on', 'none');

/** `__Host-`: Secure, for every path and only this host. Browsers accept it from localhost without TLS too (R34). */
function secretCookie(name: string, sameSite: 'lax' | 'none'): SecretCookie {
  const attributes = { path: '/', secure: true, httpOnly: true, sameSite };
  return {
    read: (request) => {
      const value = request.cookies[name];
      return value === undefined || value === '' ? undefined : new Secret(value);
    },
    set: (secret, maxAge) => fastifyCookie.serialize(name, secret.reveal(), { ...attributes, maxAge }),
    clear: () => fastifyCookie.serialize(name, '', { ...attributes, maxAge: 0 }),
  };
}
