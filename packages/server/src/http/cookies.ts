import { fastifyCookie } from '@fastify/cookie';
import { Secret } from '@lanyard/core/secret';
import type { FastifyRequest } from 'fastify';

/** A cookie that holds a secret. `set` and `clear` give a Set-Cookie header. */
export interface SecretCookie {
  read(request: FastifyRequest): Secret | undefined;
  set(secret: Secret, maximumAgeSeconds: number): string;
  clear(): string;
}

/** A signed-in browser. */
export const sessionCookie = secretCookie('__Host-lanyard-session', 'lax');
/** By which accounts know a browser again. It opens nothing: guesses elsewhere do not delay it. */
export const deviceCookie = secretCookie('__Host-lanyard-device', 'lax');
/** Between two steps of a sign-in. */
export const loginCookie = secretCookie('__Host-lanyard-login', 'lax');
/** Which browser left for an identity provider. SAML answers with a POST from the provider's site, hence `None`. */
export const singleSignOnCookie = secretCookie('__Host-lanyard-sign-on', 'none');

/** `__Host-`: Secure, for every path and only this host; browsers accept it from localhost without TLS too (R34). */
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
