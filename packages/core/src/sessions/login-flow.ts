/**
 * Where somebody signs in. A browser can ask several times. Docker Hub's interface can ask once more. A program can
 * never ask.
 */
export type Entrance = 'browser' | 'hub' | 'program';

export type Proof = 'password' | 'passkey' | 'single-sign-on' | 'totp' | 'recovery-code';

/** What is known about a sign-in that has not ended yet. */
export interface Login {
  readonly entrance: Entrance;
  /** In the order in which they were given. */
  readonly proofs: readonly Proof[];
  /** The organization whose provider gave the proof `single-sign-on`. */
  readonly through: string | null;
  readonly hasSecondFactor: boolean;
  /** Whether the account is an administrator of the server. */
  readonly isAdministrator: boolean;
  /** The organization that requires its provider for every e-mail address of this domain. */
  readonly singleSignOnBy: string | null;
  /** Whether the person asked to bypass single sign-on, and whether that is permitted. */
  readonly breakGlass: 'not-asked' | 'permitted' | 'not-permitted';
}

export type LoginStep =
  | { readonly type: 'ask-first' }
  | { readonly type: 'ask-second' }
  /** `around`: the organization whose single sign-on was bypassed. */
  | { readonly type: 'signed-in'; readonly around: string | null }
  | { readonly type: 'refused'; readonly because: 'second-factor' }
  | { readonly type: 'refused'; readonly because: 'administrator' }
  | { readonly type: 'refused'; readonly because: 'single-sign-on'; readonly organization: string };

const FIRST: readonly Proof[] = ['password', 'passkey', 'single-sign-on'];
const SECOND: readonly Proof[] = ['passkey', 'totp', 'recovery-code'];

/**
 * Decides the next step, with one rule for every entrance. A passkey counts as both factors, because it asks for a
 * finger or a PIN.
 */
export function nextLoginStep(login: Login): LoginStep {
  const [first] = login.proofs;
  if (first === undefined || !FIRST.includes(first)) return { type: 'ask-first' };
  const { singleSignOnBy } = login;
  const isElsewhere = singleSignOnBy !== null && login.through !== singleSignOnBy;
  const mayGoAround = login.breakGlass === 'permitted' && login.entrance === 'browser';
  if (isElsewhere && !mayGoAround) return { type: 'refused', because: 'single-sign-on', organization: singleSignOnBy };
  // A person who sets up a provider must not become administrator of the server through it (attack 43).
  const isByProviderAlone = first === 'single-sign-on' && !login.proofs.includes('password');
  if (isByProviderAlone && needsOwnFactor(login)) return { type: 'refused', because: 'administrator' };
  if (login.hasSecondFactor && !login.proofs.some((proof) => SECOND.includes(proof))) return askSecond(login.entrance);
  return { type: 'signed-in', around: isElsewhere ? singleSignOnBy : null };
}

/** A provider alone cannot sign in an administrator. It also takes a second factor of this server. */
export function needsOwnFactor({
  isAdministrator,
  hasSecondFactor,
}: Pick<Login, 'isAdministrator' | 'hasSecondFactor'>): boolean {
  return isAdministrator && !hasSecondFactor;
}

function askSecond(entrance: Entrance): LoginStep {
  return entrance === 'program' ? { type: 'refused', because: 'second-factor' } : { type: 'ask-second' };
}

/** R34: how old a sign-in may be for changes to tokens, factors and keys. */
export const FRESH_SIGN_IN_SECONDS = 600;

export function isFreshSignIn(authenticatedAt: number, now: number): boolean {
  return now - authenticatedAt <= FRESH_SIGN_IN_SECONDS * 1000;
}

/**
 * How many times one account can fail from one network within 15 minutes before it must wait. Enough for a forgetful
 * owner.
 */
export const FAILURES_BEFORE_WAIT = 10;
