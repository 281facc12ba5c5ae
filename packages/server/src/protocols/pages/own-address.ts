/** An address on this server, or its front page: never somebody else's (`//host` and `/\host` leave it, an open redirect). */
export function ownAddress(text: string): string {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(text) ? text : '/';
}
