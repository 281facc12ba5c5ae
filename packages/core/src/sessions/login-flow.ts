/** Where somebody signs in: a browser can ask more than once, Docker Hub's interface once more, a program never. */
export type Entrance = 'browser' | 'hub' | 'program';

export type Proof = 'password' | 'passkey' | 'single-sign-on' | 'totp' | 'recovery-code';

/** What is known of a sign-in that is under way, whatever the entrance. */
export interface Login {
  readonly entrance: Entrance;
  /** What has been proven, first to last. */
  readonly proofs: readonly Proof[];
  /** Through which organization's provider, where `single-sign-on` is among the proofs. */
  readonly through: string | null;
  readonly hasSecondFactor: boolean;
  /** The organization that asks everybody with an e-mail address like this one's to use its provider. */
  readonly singleSignOnBy: string | null;
  /** Whether the way around single sign-on was asked for, and may be had by this person. */
  readonly breakGlass: 'not-asked' | 'permitted' | 'not-permitted';
}

export type LoginStep =
  | { readonly type: 'ask-first' }
  | { readonly type: 'ask-second' }
  /** `around`: the organization whose single sign-on was passed by. */
  | { readonly type: 'signed-in'; readonly around: string | null }
  | { readonly type: 'refused'; readonly because: 'second-factor' }
  | { readonly type: 'refused'; readonly because: 'single-sign-on'; readonly organization: string };

const FIRST: readonly Proof[] = ['password', 'passkey', 'single-sign-on'];
const SECOND: readonly Proof[] = ['passkey', 'totp', 'recovery-code'];

/** What comes next: the one rule for every entrance. A passkey, which asks for a finger or a PIN, is both factors at once. */
export function nextLoginStep(login: Login): LoginStep {
  const [first] = login.proofs;
  if (first === undefined || !FIRST.includes(first)) return { type: 'ask-first' };
  const { singleSignOnBy } = login;
  const isElsewhere = singleSignOnBy !== null && login.through !== singleSignOnBy;
  const mayGoAround = login.breakGlass === 'permitted' && login.entrance === 'browser';
  if (isElsewhere && !mayGoAround) return { type: 'refused', because: 'single-sign-on', organization: singleSignOnBy };
  if (login.hasSecondFactor && !login.proofs.some((proof) => SECOND.includes(proof))) return askSecond(login.entrance);
  return { type: 'signed-in', around: isElsewhere ? singleSignOnBy : null };
}

function askSecond(entrance: Entrance): LoginStep {
  return entrance === 'program' ? { type: 'refused', because: 'second-factor' } : { type: 'ask-second' };
}

/** R34: how old a sign-in may be that makes tokens and changes factors or keys. */
export const FRESH_SIGN_IN_SECONDS = 600;

export function isFreshSignIn(authenticatedAt: number, now: number): boolean {
  return now - authenticatedAt <= FRESH_SIGN_IN_SECONDS * 1000;
}
