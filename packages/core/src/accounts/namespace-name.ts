import { DomainError } from '../domain-error.ts';
import { isNamespace, isPlainName, LIBRARY } from '../repositories/repository.ts';

const MAXIMUM_LENGTH = 39;

/**
 * Names that nobody can have. Clients put `library` before a bare image name. In the audit log, readers would mistake
 * `anonymous` and `operator` for somebody else.
 */
const MISLEADING: readonly string[] = ['anonymous', 'library', 'operator'];

/**
 * Words that Docker Hub uses after `/v2/`. A namespace with such a name would look like an address of its interface.
 */
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

/** Checks the name of an account. A wrong name is refused and never corrected. */
export function requireNamespaceName(name: string): string {
  if (!isPlainName(name)) throw invalid('must be 1 to 39 lower-case letters, digits and inner hyphens');
  if (isReservedName(name)) throw invalid('is reserved');
  return name;
}

/**
 * Checks the name of an organization. It can be any valid first part of a repository's name, so that repositories that
 * a registry already has can get an owner. Only administrators can use `library`.
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

/**
 * Makes a name for an account or a team from any text. Returns undefined if the text has no letter or digit that a name
 * can use.
 */
export function nameFrom(text: string): string | undefined {
  const letters = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const name = letters
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAXIMUM_LENGTH)
    .replace(/^-+|-+$/g, '');
  return isPlainName(name) ? name : undefined;
}

/** The first name has no number. The others end in `-2`, `-3` and so on. */
export function numberedName(base: string, count: number): string {
  const suffix = count === 1 ? '' : `-${count}`;
  return base.slice(0, MAXIMUM_LENGTH - suffix.length).replace(/-+$/, '') + suffix;
}

function invalid(reason: string): DomainError {
  return new DomainError('invalid-input', { field: 'name', reason });
}
