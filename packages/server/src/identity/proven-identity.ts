import type { Secret } from '@lanyard/core/secret';

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
