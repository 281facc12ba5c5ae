import { DomainError } from '../domain-error.ts';

/** A path component as the distribution specification has it. */
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const COMPONENT_PATTERN = new RegExp(`^${COMPONENT}$`);
const REPOSITORY_PATTERN = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const PLAIN_NAME_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,37}[a-z0-9])?$/;
const MAXIMUM_LENGTH = 255;
const MAXIMUM_NAMESPACE_LENGTH = 100;

/**
 * The organization that names of one segment belong to, such as `alpine`, as docker takes them: only administrators create
 * it. `alpine` and `library/alpine` are two repositories of it (decision 29).
 */
export const LIBRARY = 'library';

export interface RepositoryName {
  /** The name of the account or organization that owns it: `library` for a name of one segment. */
  readonly namespace: string;
  /** All after the first slash; it may hold slashes itself. A name of one segment is kept with a slash before it. */
  readonly name: string;
}

/** What the distribution specification allows as a name; undefined for any other text. */
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

/** The first part of a repository's name: what an organization can be called. */
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

/** What may be done to a repository. Where a decision is made, none implies another (attack 7). */
export type Action = 'pull' | 'push' | 'delete';

export const ACTIONS: readonly Action[] = ['pull', 'push', 'delete'];

export function isAction(text: string): text is Action {
  return (ACTIONS as readonly string[]).includes(text);
}

/** The actions in the one order that answers and records use. */
export function sortActions(actions: Iterable<Action>): readonly Action[] {
  const held = new Set(actions);
  return ACTIONS.filter((action) => held.has(action));
}

/**
 * A choice of actions as it is kept. Push brings pull, because registries ask for both in every upload (decision 25). What
 * was kept without it, before that decision, stays so.
 */
export function actionsChosen(actions: readonly Action[]): readonly Action[] {
  return sortActions(isPushWithoutPull(actions) ? [...actions, 'pull'] : actions);
}

/** With these actions no client can upload to a registry. */
export function isPushWithoutPull(actions: readonly Action[]): boolean {
  return actions.includes('push') && !actions.includes('pull');
}

/** The most that an account may do with a repository. A right includes those before it; a token's actions do not. */
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

/** All that a right to one repository name follows from, for one account or organization. */
export interface RightSources {
  /** The account or organization that owns the namespace. */
  readonly namespaceOwnerId: string;
  /** Null while there is no record of the repository. */
  readonly repositoryId: string | null;
  /** Of the organization that owns the namespace; null for an account's. */
  readonly policy: { readonly membersCreateRepositories: boolean } | null;
  /** In that organization. */
  readonly role: 'owner' | 'member' | null;
  readonly accountRight: RepositoryRight | null;
  /** The widest right through teams; counts only with a role in the organization. */
  readonly teamRight: RepositoryRight | null;
}

/** What this account or organization may do with the repository at all. */
export function rightOf(sources: RightSources, holderId: string): RepositoryRight | undefined {
  const { repositoryId, role, accountRight, teamRight } = sources;
  if (isNamespaceOwner(sources, holderId)) return 'admin';
  if (repositoryId === null) return mayCreateRepository(sources, holderId) ? 'write' : undefined;
  return widestRight([accountRight, role === null ? null : teamRight].filter((right) => right !== null));
}

/** The account that owns the namespace, an owner of its organization, and a member if the policy lets members. */
export function mayCreateRepository(sources: RightSources, holderId: string): boolean {
  const { role, policy } = sources;
  return isNamespaceOwner(sources, holderId) || (role === 'member' && policy?.membersCreateRepositories === true);
}

function isNamespaceOwner({ namespaceOwnerId, role }: RightSources, holderId: string): boolean {
  return holderId === namespaceOwnerId || role === 'owner';
}

/** What the id of nobody begins with. No account has such an id, so nobody ever gets what is given to it. */
export const NOBODY = 'name:';

/** For a right that is given to a name that no account has. */
export function idOfNobody(name: string): string {
  return `${NOBODY}${name}`;
}
