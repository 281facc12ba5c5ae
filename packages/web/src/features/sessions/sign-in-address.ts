export type SecondFactorMethod = 'totp' | 'passkey' | 'recovery-code';

/** Where somebody is on the way in. */
export type SignInStep =
  | { readonly type: 'first' }
  | { readonly type: 'second-factor'; readonly methods: readonly SecondFactorMethod[] }
  /** At the provider a person was proven whose account is there already: its password connects the two. */
  | { readonly type: 'connect' }
  | { readonly type: 'find-organization' };

const METHODS: readonly string[] = ['totp', 'passkey', 'recovery-code'];

/** From the address that the server leads back to after a provider. */
export function signInStepOf({
  step,
  methods = '',
}: {
  readonly step?: string;
  readonly methods?: string;
}): SignInStep {
  if (step === 'connect') return { type: 'connect' };
  if (step !== 'second-factor') return { type: 'first' };
  const known = methods.split(',').filter((method) => METHODS.includes(method)) as SecondFactorMethod[];
  return { type: 'second-factor', methods: known };
}

interface SignInSearch {
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

/** Never the address of somebody else: `//host` and `/\host` leave this server (an open redirect). */
export function ownAddress(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/';
}

/** Pages that the server renders itself: the browser has to go there. */
export function isServerPage(address: string): boolean {
  return /^\/activate(?:[?#]|$)/.test(address);
}

/** Where the way to an organization's provider begins. `again`: who is signed in proves itself anew. */
export function signOnAddress(organization: string, next: string, again = false): string {
  const query = new URLSearchParams({ next, ...(again && { again: 'true' }) });
  return `/sso/${encodeURIComponent(organization)}/start?${query}`;
}
