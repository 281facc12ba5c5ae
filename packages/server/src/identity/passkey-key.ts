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
  /** What the browser made. Errors: `factor-refused`, with the cause for the log only. */
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
