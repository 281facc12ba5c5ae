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

export interface SamlConnection {
  /** The identity provider's entity id. */
  readonly entityId: string;
  /** Where AuthnRequests go, by HTTP-Redirect. */
  readonly signOnUrl: string;
  /** PEM, the keys whose signatures count. */
  readonly certificates: readonly string[];
  /** Our own entity id, which is also the address of our metadata. */
  readonly audience: string;
  /** Of our assertion consumer service, HTTP-POST. */
  readonly consumerUrl: string;
  /** The attribute that holds the groups' names, and the one of the e-mail address. */
  readonly groupsAttribute: string;
  readonly emailAttribute: string;
  /** Whether requests are signed. Connections of earlier versions do not say, and their providers have no key of ours. */
  readonly signsRequests?: boolean;
}

/** What a provider says about a person. Groups are undefined if it says nothing about them. */
export interface ProvenIdentity {
  /** The OIDC issuer, or the SAML entity id. */
  readonly issuer: string;
  /** Stable at the issuer; never an e-mail address by itself. */
  readonly subject: string;
  /** Lower-case; undefined where the provider names none, or says that it is not verified. */
  readonly email: string | undefined;
  readonly groups: readonly string[] | undefined;
  /** To ask again later whether the person is still there. */
  readonly refreshToken: Secret | undefined;
  /** SAML: the certificate, of those that are trusted, whose key signed it; undefined where no single one did. */
  readonly signedBy?: string | undefined;
  /** When the provider asked the person, in milliseconds since the epoch; undefined where it does not say. */
  readonly authenticatedAt: number | undefined;
}
