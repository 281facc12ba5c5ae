export interface SignInSearch {
  /** Where to go on, on this server. */
  readonly next?: string;
  /** Where the server leads back to after an organization's provider. */
  readonly step?: string;
  readonly methods?: string;
}

export function readSignInSearch(search: Record<string, unknown>): SignInSearch {
  const texts = ['next', 'step', 'methods'].map((name) => [name, search[name]]);
  return Object.fromEntries(texts.filter(([, value]) => typeof value === 'string'));
}
