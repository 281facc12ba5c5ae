/** Never the address of somebody else: `//host` and `/\host` leave this server (an open redirect). */
export function ownAddress(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/';
}

/** Pages that the server renders itself: the browser has to go there. */
export function isServerPage(address: string): boolean {
  return /^\/activate(?:[?#]|$)/.test(address);
}
