import { DomainError } from '@lanyard/core/domain-error';
import type { Secret } from '@lanyard/core/secret';
import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';

export interface PasswordHasher {
  /** Whether many people use this password. */
  readonly isCommon: (password: Secret) => boolean;
  hash(password: Secret): Promise<string>;
  /** Takes the same time with and without a hash, so that the time does not show which accounts exist (attack 20). */
  verify(password: Secret, passwordHash: string | null | undefined): Promise<boolean>;
}

/** argon2id (the library's default) with 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Of random bytes that were not kept, with the same parameters. */
export const DUMMY_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$GZrXh57AB0Mr3aD1ga2Nsw$OULgeMgc1EeSCMSaxAGXgQRFC1149a2F/3hNpLz1bdA';
/** If this many are waiting, the next one must come back later. */
const MAXIMUM_WAITING = 200;
const RETRY_AFTER_SECONDS = 5;

/** `concurrency` limits the cores and memory that a flood of sign-ins can use. */
export async function createPasswordHasher(concurrency: number): Promise<PasswordHasher> {
  const limit = pLimit(concurrency);
  const bounded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (limit.pendingCount < MAXIMUM_WAITING) return limit(work);
    throw new DomainError('too-many-attempts', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  };
  return {
    isCommon: await commonPasswords(),
    hash: (password) => bounded(() => hash(password.reveal(), PARAMETERS)),
    verify: async (password, passwordHash) => {
      const matches = await bounded(() => verify(passwordHash ?? DUMMY_HASH, password.reveal()));
      return matches && typeof passwordHash === 'string';
    },
  };
}

/** Shorter passwords are never accepted, so the list does not keep them in memory. */
const SHORTEST = 8;

let common: ReturnType<typeof readCommonPasswords> | undefined;

/** All servers of one process share the list. */
function commonPasswords(): ReturnType<typeof readCommonPasswords> {
  common ??= readCommonPasswords();
  return common;
}

/**
 * Whether many people use a password: the 49,000 most common ones of published leaks, in upper and lower case.
 * Attackers try these first (NIST SP 800-63B-4, 3.1.1.2).
 */
async function readCommonPasswords(): Promise<(password: Secret) => boolean> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const common = new Set(dictionary['passwords-common'].filter(({ length }) => length >= SHORTEST).map(folded));
  return (password) => common.has(folded(password.reveal()));
}

function folded(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
