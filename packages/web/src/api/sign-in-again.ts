/** The session has ended, or it is older than what is asked for allows. */
export type SignInReason = 'ended' | 'too-old';

type Asker = (reason: SignInReason) => Promise<boolean>;

let asker: Asker | undefined;
let asking: Promise<boolean> | undefined;

/** The dialog that asks; there is one, in the shell of the pages. */
export function setSignInAsker(ask: Asker | undefined): void {
  asker = ask;
}

/** True once the person signed in again; requests that fail at the same time wait for the same answer. */
export function signInAgain(reason: SignInReason): Promise<boolean> {
  asking ??= (asker?.(reason) ?? Promise.resolve(false)).finally(() => {
    asking = undefined;
  });
  return asking;
}
