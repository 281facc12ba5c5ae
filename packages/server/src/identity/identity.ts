import type { Secret } from '@lanyard/core/secret';

/** What proves a person besides the password: second factors, and the providers of organizations. */

export interface Totp {
  /** 160 random bits, as RFC 4226, section 4, recommends. */
  newSeed(): Uint8Array;
  /** For a QR code: `otpauth://totp/...`. */
  uri(seed: Uint8Array, accountName: string): Secret;
  /** In Base32, for who types it. */
  text(seed: Uint8Array): Secret;
  /**
   * The 30 s step (RFC 6238) that a code of 6 digits is for, if it is now, the one before or the one after; else undefined.
   * Whoever calls keeps the last step, and takes only later ones: a code works once.
   */
  stepOf(seed: Uint8Array, code: string, now: number): number | undefined;
}

/** A passkey as it is kept. */
export interface PasskeyKey {
  /** Base64url, as the browser says it. */
  readonly credentialId: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
}

/** WebAuthn, as JSON that a browser's own functions take and give. Challenges are base64url texts. */
export interface Passkeys {
  /** 32 random bytes. */
  newChallenge(): string;
  /** PublicKeyCredentialCreationOptionsJSON. Discoverable and user-verifying: it is good as the only factor too. */
  creationOptions(
    challenge: string,
    account: { readonly id: string; readonly name: string },
    existing: readonly PasskeyKey[],
  ): Promise<Readonly<Record<string, unknown>>>;
  /** What the browser made. Errors: `factor-refused`, with what was wrong for the log alone. */
  verifyCreation(challenge: string, response: unknown): Promise<PasskeyKey>;
  /** PublicKeyCredentialRequestOptionsJSON; `allowed` undefined lets the person choose any passkey for this site. */
  requestOptions(
    challenge: string,
    allowed: readonly PasskeyKey[] | undefined,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** The credential id that a response names; undefined where it is no response at all. */
  credentialIdOf(response: unknown): string | undefined;
  /** The new counter. User verification is asked for always. Errors: `factor-refused`. */
  verifyRequest(
    challenge: string,
    response: unknown,
    passkey: PasskeyKey,
    accountId: string,
  ): Promise<{ readonly counter: number }>;
}

/** What stands about a person at a provider. Groups are undefined where it says nothing of them. */
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
  /** When the provider asked the person, in milliseconds since the epoch; undefined where it does not say. */
  readonly authenticatedAt: number | undefined;
}

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

/** Every call goes to the provider within 5 s, to public addresses alone. Errors: `provider-unavailable`, `assertion-refused`. */
export interface Oidc {
  /** Reads the discovery document: issuer exact, PKCE S256 offered or not said. Errors: `invalid-input` too. */
  check(connection: OidcConnection): Promise<void>;
  newLogin(): OidcLogin;
  /** Where to send the browser. `again`: the provider must ask the person, whatever session it has (prompt=login, max_age=0). */
  authorizationUrl(connection: OidcConnection, login: OidcLogin, again: boolean): Promise<string>;
  /** `callbackUrl` is the address of the callback with all that the provider added. */
  finish(connection: OidcConnection, login: OidcLogin, callbackUrl: string, again: boolean): Promise<ProvenIdentity>;
  /** Undefined where the provider says that the grant is over (`invalid_grant`): the person is gone. */
  recheck(connection: OidcConnection, refreshToken: Secret): Promise<ProvenIdentity | undefined>;
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
}

export interface Saml {
  /** What an identity provider's metadata says. Errors: `invalid-input` (a DOCTYPE, no HTTP-Redirect, no signing key ...). */
  readMetadata(xml: string): Pick<SamlConnection, 'entityId' | 'signOnUrl' | 'certificates'>;
  /** Ours, for the identity provider. */
  metadata(connection: Pick<SamlConnection, 'audience' | 'consumerUrl'>): string;
  /** An id for an AuthnRequest: an NCName of 160 random bits. */
  newRequestId(): string;
  requestUrl(connection: SamlConnection, requestId: string, relayState: string, again: boolean): Promise<string>;
  /**
   * `response` is base64 as it was posted. The assertion must be signed itself, be for this request, audience and address,
   * and in time; with `again` the person was asked within the last minutes. That the request id is used once is the caller's to see to. Errors: `assertion-refused`.
   */
  finish(connection: SamlConnection, requestId: string, response: string, again: boolean): Promise<ProvenIdentity>;
}
