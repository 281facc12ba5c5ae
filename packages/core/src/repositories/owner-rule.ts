import { DomainError } from '../domain-error.ts';
import { matchesPattern } from './repository.ts';

/** Says which account becomes the owner of the organization that is created for the repositories of a pattern. */
export interface OwnerRule {
  /** `*`, or the beginning of a name with a star, or a whole name. */
  readonly pattern: string;
  readonly account: string;
}

/** `PATTERN=ACCOUNT`, for example `acme.io/*=ada`. Throws `invalid-input`. */
export function parseOwnerRule(text: string): OwnerRule {
  const [, pattern, account] = /^([a-z0-9._/-]*\*?)=([a-z0-9-]+)$/.exec(text) ?? [];
  if (pattern !== undefined && pattern !== '' && account !== undefined) return { pattern, account };
  throw new DomainError('invalid-input', {
    field: 'owner',
    reason: 'must be PATTERN=ACCOUNT, as acme.io/*=ada or *=root',
  });
}

/** The account of the first rule that covers the name. Undefined if no rule does. */
export function accountByRules(rules: readonly OwnerRule[], repository: string): string | undefined {
  return rules.find(({ pattern }) => matchesPattern(pattern, repository))?.account;
}
