import type { Secret } from '@lanyard/core/secret';

export interface OidcConnection {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** The address of our callback. */
  readonly redirectUri: string;
  /** The claim of the ID token or userinfo with the names of the groups. */
  readonly groupsClaim: string;
}

/** Bound to one browser, and used only once (R31). */
export interface OidcLogin {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: Secret;
}

export interface SamlConnection {
  /** The identity provider's entity id. */
  readonly entityId: string;
  /** Where AuthnRequests are sent, by HTTP-Redirect. */
  readonly signOnUrl: string;
  /** In PEM. Signatures of these keys are valid. */
  readonly certificates: readonly string[];
  /** Our own entity id, which is also the address of our metadata. */
  readonly audience: string;
  /** The address of our assertion consumer service, HTTP-POST. */
  readonly consumerUrl: string;
  /** The address of our single logout service, HTTP-Redirect and HTTP-POST. */
  readonly ownLogoutUrl: string;
  /**
   * Where our logout requests go, by HTTP-Redirect. Undefined if the provider has no such address, and for connections
   * of earlier versions.
   */
  readonly logoutUrl?: string | undefined;
  /** Where our answers to its logout requests go, if that is another address. */
  readonly logoutAnswerUrl?: string | undefined;
  /** The attributes with the names of the groups and with the e-mail address. */
  readonly groupsAttribute: string;
  readonly emailAttribute: string;
  /**
   * Whether requests are signed. Connections of earlier versions do not have this field, and their providers have none
   * of our keys.
   */
  readonly signsRequests?: boolean;
}

/** What a provider and we call a person's session there, when one of us ends it (SAML core, 3.7.1). */
export interface ProviderSession {
  readonly nameId: string;
  readonly nameIdFormat?: string | undefined;
  readonly nameQualifier?: string | undefined;
  readonly spNameQualifier?: string | undefined;
  readonly sessionIndex?: string | undefined;
}

/** A provider's statement about a person. Groups are undefined if it says nothing about them. */
export interface ProvenIdentity {
  /** The OIDC issuer, or the SAML entity id. */
  readonly issuer: string;
  /** Never changes at the issuer, and is not just an e-mail address. */
  readonly subject: string;
  /** In lower case. Undefined if the provider sends none, or says that it is not verified. */
  readonly email: string | undefined;
  readonly groups: readonly string[] | undefined;
  /** For later questions whether the person is still there. */
  readonly refreshToken: Secret | undefined;
  /** SAML: the trusted certificate whose key signed the statement. Undefined if it is not a single one. */
  readonly signedBy?: string | undefined;
  /** SAML: the session there. */
  readonly session?: ProviderSession;
  /** When the provider asked the person, in milliseconds since the epoch. Undefined if it does not say. */
  readonly authenticatedAt: number | undefined;
}
