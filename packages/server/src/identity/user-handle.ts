/** What a passkey keeps to tell whose it is: at most 64 bytes, and nothing personal (WebAuthn, section 14.6.1). */
export function userHandle(accountId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(accountId));
}
