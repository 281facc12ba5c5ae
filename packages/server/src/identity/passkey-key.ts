/** A passkey as it is stored. */
export interface PasskeyKey {
  /** Base64url, as the browser sends it. */
  readonly credentialId: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
}

/** WebAuthn, as JSON for the browser's own functions. Challenges are base64url texts. */
export interface Passkeys {
  /** 32 random bytes. */
  newChallenge(): string;
  /**
   * PublicKeyCredentialCreationOptionsJSON. Discoverable and with user verification, so that it can also be the only
   * factor.
   */
  creationOptions(
    challenge: string,
    account: { readonly id: string; readonly name: string },
    existing: readonly PasskeyKey[],
  ): Promise<Readonly<Record<string, unknown>>>;
  /** Checks what the browser created. Errors: `factor-refused`, with the cause only for the log. */
  verifyCreation(challenge: string, response: unknown): Promise<PasskeyKey>;
  /**
   * PublicKeyCredentialRequestOptionsJSON. If `allowed` is undefined, the person can choose any passkey for this site.
   */
  requestOptions(
    challenge: string,
    allowed: readonly PasskeyKey[] | undefined,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** The credential id that a response names. Undefined if it is not a response. */
  credentialIdOf(response: unknown): string | undefined;
  /** Returns the new counter. User verification is always required. Errors: `factor-refused`. */
  verifyRequest(
    challenge: string,
    response: unknown,
    passkey: PasskeyKey,
    accountId: string,
  ): Promise<{ readonly counter: number }>;
}
