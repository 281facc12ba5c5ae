import { DomainError } from '../domain-error.ts';
import type { MemberRole } from '../organizations/member-role.ts';

/** A path component, as the distribution specification defines it. */
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const COMPONENT_PATTERN = new RegExp(`^${COMPONENT}$`);
const REPOSITORY_PATTERN = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const PLAIN_NAME_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,37}[a-z0-9])?$/;
const MAXIMUM_LENGTH = 255;
const MAXIMUM_NAMESPACE_LENGTH = 100;

/**
 * The organization of names with one part, such as `alpine`. docker reads such names in the same way. Only
 * administrators can create it. `alpine` and `library/alpine` are two repositories of it (decision 29).
 */
export const LIBRARY = 'library';

export interface RepositoryName {
  /** The account or organization that owns the repository. For a name of one part it is `library`. */
  readonly namespace: string;
  /** Everything after the first slash, including further slashes. A name of one part is kept with a slash before it. */
  readonly name: string;
}

/** Reads a name that the distribution specification allows. Returns undefined for any other text. */
export function parseRepositoryName(text: string): RepositoryName | undefined {
  if (text.length > MAXIMUM_LENGTH || !REPOSITORY_PATTERN.test(text)) return undefined;
  const slash = text.indexOf('/');
  if (slash === -1) return { namespace: LIBRARY, name: `/${text}` };
  const namespace = text.slice(0, slash);
  return isNamespace(namespace) ? { namespace, name: text.slice(slash + 1) } : undefined;
}

export function requireRepositoryName(text: string, field: string): RepositoryName {
  const parsed = parseRepositoryName(text);
  if (parsed) return parsed;
  throw new DomainError('invalid-input', { field, reason: 'must be NAMESPACE/NAME in lower-case letters and digits' });
}

/** Whether the text can be the first part of a repository's name, and so the name of an organization. */
export function isNamespace(text: string): boolean {
  return text.length <= MAXIMUM_NAMESPACE_LENGTH && COMPONENT_PATTERN.test(text);
}

/** Names of accounts, teams and registries: 1-39 lower-case letters, digits and inner hyphens. */
export function isPlainName(text: string): boolean {
  return PLAIN_NAME_PATTERN.test(text);
}

export function formatRepositoryName({ namespace, name }: RepositoryName): string {
  return name.startsWith('/') ? name.slice(1) : `${namespace}/${name}`;
}

/** Whether a pattern matches the repository: `*`, a whole name, or a prefix with a star at its end. */
export function matchesPattern(pattern: string, repository: string): boolean {
  return pattern.endsWith('*') ? repository.startsWith(pattern.slice(0, -1)) : repository === pattern;
}

/**
 * Whether the pattern can match a repository. If a prefix can continue at all, it can continue with a letter. A prefix
 * must contain a slash, because otherwise it would reach the namespaces of others.
 */
export function isRepositoryPattern(text: string): boolean {
  if (text === '*') return true;
  if (!text.endsWith('*')) return parseRepositoryName(text) !== undefined;
  return text.includes('/') && parseRepositoryName(`${text.slice(0, -1)}a`) !== undefined;
}

/** Whether everything that the pattern can match belongs to this account or organization. */
export function isPatternOfOwner(pattern: string, ownerName: string): boolean {
  if (pattern.includes('/')) return pattern.startsWith(`${ownerName}/`);
  return pattern !== '*' && ownerName === LIBRARY;
}

/** What can be done to a repository. A decision treats each action separately: none includes another (attack 7). */
export type Action = 'pull' | 'push' | 'delete';

export const ACTIONS: readonly Action[] = ['pull', 'push', 'delete'];

export function isAction(text: string): text is Action {
  return (ACTIONS as readonly string[]).includes(text);
}

/** Sorts the actions into the order that all answers and records use. */
export function sortActions(actions: Iterable<Action>): readonly Action[] {
  const held = new Set(actions);
  return ACTIONS.filter((action) => held.has(action));
}

/**
 * The actions that are stored for a choice. Push includes pull, because registries ask for both in every upload
 * (decision 25). Choices from before that decision stay as they are.
 */
export function actionsChosen(actions: readonly Action[]): readonly Action[] {
  return sortActions(isPushWithoutPull(actions) ? [...actions, 'pull'] : actions);
}

/** Whether a client could not upload to a registry with these actions. */
export function isPushWithoutPull(actions: readonly Action[]): boolean {
  return actions.includes('push') && !actions.includes('pull');
}

/** The most that an account may do with a repository. A right includes the narrower ones. A token's actions do not. */
export type RepositoryRight = (typeof REPOSITORY_RIGHTS)[number];

/** From the narrowest to the widest. */
export const REPOSITORY_RIGHTS = ['read', 'write', 'admin'] as const;

const ACTIONS_OF_RIGHT: Readonly<Record<RepositoryRight, readonly Action[]>> = {
  read: ['pull'],
  write: ['pull', 'push'],
  admin: ['pull', 'push', 'delete'],
};

export function actionsOfRight(right: RepositoryRight | undefined): readonly Action[] {
  return right === undefined ? [] : ACTIONS_OF_RIGHT[right];
}

export function widestRight(rights: readonly RepositoryRight[]): RepositoryRight | undefined {
  return REPOSITORY_RIGHTS.findLast((right) => rights.includes(right));
}

/** Everything that decides the right of one account or organization to one repository name. */
export interface RightSources {
  /** The account or organization that owns the namespace. */
  readonly namespaceOwnerId: string;
  /** Null if there is no record of the repository yet. */
  readonly repositoryId: string | null;
  /** The policy of the organization that owns the namespace. Null if an account owns it. */
  readonly policy: { readonly membersCreateRepositories: boolean } | null;
  /** The role in that organization. */
  readonly role: MemberRole | null;
  readonly accountRight: RepositoryRight | null;
  /** The widest right through teams. It counts only for a member of the organization. */
  readonly teamRight: RepositoryRight | null;
}

/** Whether the role has the admin right to every repository of the organization. */
export function governsRepositories(role: MemberRole | null): boolean {
  return role === 'owner' || role === 'editor';
}

/** The right of this account or organization to the repository. */
export function rightOf(sources: RightSources, holderId: string): RepositoryRight | undefined {
  const { repositoryId, role, accountRight, teamRight } = sources;
  if (governsNamespace(sources, holderId)) return 'admin';
  if (repositoryId === null) return mayCreateRepository(sources, holderId) ? 'write' : undefined;
  return widestRight([accountRight, role === null ? null : teamRight].filter((right) => right !== null));
}

/**
 * True for the account that owns the namespace, for an owner or editor of its organization, and for a member if the
 * policy allows it.
 */
export function mayCreateRepository(sources: RightSources, holderId: string): boolean {
  const { role, policy } = sources;
  return governsNamespace(sources, holderId) || (role === 'member' && policy?.membersCreateRepositories === true);
}

function governsNamespace({ namespaceOwnerId, role }: RightSources, holderId: string): boolean {
  return holderId === namespaceOwnerId || governsRepositories(role);
}

/** How the id of nobody begins. No account has such an id, so a right that is given to it has no effect. */
export const NOBODY = 'name:';

/** The id for a right that is given to a name without an account. */
export function idOfNobody(name: string): string {
  return `${NOBODY}${name}`;
}
