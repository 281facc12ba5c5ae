/** What a person reads beside a second factor of this site: in an authenticator app, or a list of passkeys. */
export function siteName(publicUrl: string): string {
  return `Lanyard (${new URL(publicUrl).hostname})`;
}
