import type { Secret } from '@lanyard/core/secret';

export interface OidcConnection {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Of our callback. */
  readonly redirectUri: string;
  /** The claim of the ID token or userinfo that holds the groups' names. */
  readonly groupsClaim: string;
}

/** Bound to one browser, used once (R31). */
export interface OidcLogin {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: Secret;
}
