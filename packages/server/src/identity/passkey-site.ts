/** The relying party, in the words of WebAuthn. */
export interface PasskeySite {
  readonly rpId: string;
  readonly name: string;
  /** Scheme, host and port, as a browser sends it. */
  readonly origin: string;
}

/** R33: how long a challenge is valid. */
export const CEREMONY_TIMEOUT_MILLISECONDS = 300_000;

export function passkeySite(publicUrl: string): PasskeySite {
  const { hostname, origin } = new URL(publicUrl);
  return { rpId: hostname, name: siteName(publicUrl), origin };
}

/** The name that people see beside a second factor of this site, in an authenticator app or a list of passkeys. */
export function siteName(publicUrl: string): string {
  return `Lanyard (${new URL(publicUrl).hostname})`;
}

/**
 * The value by which a passkey identifies its account: at most 64 bytes, and nothing personal (WebAuthn, section
 * 14.6.1).
 */
export function userHandle(accountId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(accountId));
}
