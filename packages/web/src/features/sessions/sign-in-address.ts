export type SecondFactorMethod = 'totp' | 'passkey' | 'recovery-code';

/** The current step of the sign-in. */
export type SignInStep =
  | { readonly type: 'first' }
  | { readonly type: 'second-factor'; readonly methods: readonly SecondFactorMethod[] }
  /** The provider proved a person who already has an account here. Its password connects the account. */
  | { readonly type: 'connect' }
  /** The same for an account without a password. The link of a mail connects it. */
  | { readonly type: 'connect-by-mail' }
  | { readonly type: 'find-organization' };

interface SignInSearch {
  /** The page to go to afterwards, on this server. */
  readonly next?: string;
  /** Set when the server redirects here from an organization's identity provider. */
  readonly step?: string;
  readonly methods?: string;
}

export function readSignInSearch(search: Record<string, unknown>): SignInSearch {
  const texts = ['next', 'step', 'methods'].map((name) => [name, search[name]]);
  return Object.fromEntries(texts.filter(([, value]) => typeof value === 'string'));
}

const METHODS: readonly string[] = ['totp', 'passkey', 'recovery-code'];

export function signInStepOf({ step, methods = '' }: Omit<SignInSearch, 'next'>): SignInStep {
  if (step === 'connect' || step === 'connect-by-mail') return { type: step };
  if (step !== 'second-factor') return { type: 'first' };
  const known = methods.split(',').filter((method) => METHODS.includes(method)) as SecondFactorMethod[];
  return { type: 'second-factor', methods: known };
}

/** Never an address of another server. `//host` and `/\host` would lead there (an open redirect). */
export function ownAddress(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/';
}

/** The server renders this page itself, so the browser has to load it. */
export function isServerPage(address: string): boolean {
  return /^\/activate(?:[?#]|$)/.test(address);
}

/**
 * The address where an organization's single sign-on starts. With `again`, the provider must ask for a fresh sign-in.
 */
export function singleSignOnAddress(organization: string, next: string, again = false): string {
  const query = new URLSearchParams({ next, ...(again && { again: 'true' }) });
  return `/sso/${encodeURIComponent(organization)}/start?${query}`;
}
