import { DomainError } from '../domain-error.ts';
import { isNamespace, isPlainName, LIBRARY } from '../repositories/repository.ts';

const MAXIMUM_LENGTH = 39;

/**
 * Names that nobody can have: clients put `library` before a bare image name, and `anonymous` and `operator` would be
 * taken for somebody else in the audit log.
 */
const MISLEADING: readonly string[] = ['anonymous', 'library', 'operator'];

/** Docker Hub's words after `/v2/`: a namespace of such a name could not be told from an address of the interface. */
const WORDS_OF_HUB_ADDRESSES: readonly string[] = [
  'access-tokens',
  'api-tokens',
  'auditlogs',
  'auth',
  'invites',
  'namespaces',
  'orgs',
  'repositories',
  'scim',
  'user',
  'users',
];

const RESERVED: readonly string[] = [...MISLEADING, ...WORDS_OF_HUB_ADDRESSES];

/** The name of an account, as typed: it is refused rather than rewritten. */
export function requireNamespaceName(name: string): string {
  if (!isPlainName(name)) throw invalid('must be 1 to 39 lower-case letters, digits and inner hyphens');
  if (isReservedName(name)) throw invalid('is reserved');
  return name;
}

/**
 * The name of an organization, as typed: whatever the first part of a repository's name can be, so that the repositories
 * of a registry that was there before have an owner. `library` is for administrators.
 */
export function requireOrganizationName(name: string, isAdministrator: boolean): string {
  if (!isNamespace(name)) {
    throw invalid(
      'must be 1 to 100 lower-case letters and digits, with single dots, up to two underscores or hyphens between',
    );
  }
  if (name === LIBRARY && isAdministrator) return name;
  if (name === LIBRARY) throw invalid('is reserved: only an administrator of the server can create it');
  if (isReservedName(name)) throw invalid('is reserved');
  return name;
}

export function isReservedName(name: string): boolean {
  return RESERVED.includes(name);
}

/** Makes a name of any text, as accounts and teams have it; undefined if the text has no letter or digit for one. */
export function nameFrom(text: string): string | undefined {
  const letters = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const name = letters
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAXIMUM_LENGTH)
    .replace(/^-+|-+$/g, '');
  return isPlainName(name) ? name : undefined;
}

/** The first is the name itself, the others end in `-2`, `-3` and so on. */
export function numberedName(base: string, count: number): string {
  const suffix = count === 1 ? '' : `-${count}`;
  return base.slice(0, MAXIMUM_LENGTH - suffix.length).replace(/-+$/, '') + suffix;
}

function invalid(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'name', reason });
}
