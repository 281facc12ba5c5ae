/** What a command line may ask for by name at its device login, and how the page of approval describes it (R48). */
export const CLIENT_SCOPES = {
  'account:read': 'see your name, your e-mail address, your organizations and the invitations to you',
  'tokens:read': 'see your access tokens and their use, but not their secrets',
  'tokens:write':
    'rename, deactivate and delete your access tokens; in the next 10 minutes also create and activate them, with any of your rights and any expiry',
  'reviews:read': 'see the reviews of access tokens in your organizations, what was decided, and their evidence',
} as const;

export type ClientScope = keyof typeof CLIENT_SCOPES;
export const CLIENT_SCOPE_NAMES = Object.keys(CLIENT_SCOPES) as readonly ClientScope[];

/**
 * What every command-line login may do: use its auto-generated token. Docker's own login, which names no scope, has
 * only this.
 */
export const AUTO_TOKEN_SCOPE = 'auto-token';

/** The scope that a command line needs for a route. */
export type CommandLineScope = ClientScope | typeof AUTO_TOKEN_SCOPE;

/**
 * Reads the known scopes from the list of RFC 6749, section 3.3, and returns them in our order. Unknown ones are
 * ignored, because docker asks for `openid offline_access`.
 */
export function parseClientScopes(text: string): readonly ClientScope[] {
  const asked = new Set(text.split(' '));
  return CLIENT_SCOPE_NAMES.filter((name) => asked.has(name));
}

export function isGranted(scopes: readonly ClientScope[], needed: CommandLineScope | undefined): boolean {
  if (needed === undefined) return false;
  return needed === AUTO_TOKEN_SCOPE || scopes.includes(needed);
}
