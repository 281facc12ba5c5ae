import type { Secret } from '@lanyard/core/secret';

/** No shorter password is accepted: those of the list would only take memory. */
const SHORTEST = 8;

/**
 * Whether many people use a password: the 49,000 most common ones of published leaks, in any case. The first guesses of
 * everybody who guesses are among them (NIST SP 800-63B-4, 3.1.1.2).
 */
export async function createCommonPasswords(): Promise<(password: Secret) => boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const common = new Set(dictionary['passwords-common'].filter(({ length }) => length >= SHORTEST).map(folded));
  return (password) => common.has(folded(password.reveal()));
}

function folded(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
