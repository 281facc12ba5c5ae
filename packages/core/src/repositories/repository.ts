import { DomainError } from '../domain-error.ts';

/** A path component as the distribution specification has it. */
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const NAMESPACE_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,37}[a-z0-9])?$/;
const REPOSITORY_PATTERN = new RegExp(`^${COMPONENT}(?:/${COMPONENT})+$`);
const MAXIMUM_LENGTH = 255;

export interface RepositoryName {
  /** The owner's namespace: the name of an account or organization. */
  readonly namespace: string;
  /** All after the first slash; it may hold slashes itself. */
  readonly name: string;
}

/** `namespace/name`, or undefined where the text is no repository of a namespace. */
export function parseRepositoryName(text: string): RepositoryName | undefined {
  if (text.length > MAXIMUM_LENGTH || !REPOSITORY_PATTERN.test(text)) return undefined;
  const slash = text.indexOf('/');
  const namespace = text.slice(0, slash);
  return isNamespace(namespace) ? { namespace, name: text.slice(slash + 1) } : undefined;
}

export function requireRepositoryName(text: string, field: string): RepositoryName {
  const parsed = parseRepositoryName(text);
  if (parsed) return parsed;
  throw new DomainError('invalid-input', { field, reason: 'must be NAMESPACE/NAME in lower-case letters and digits' });
}

/** Names of accounts and organizations: 1-39 lower-case letters, digits and inner hyphens. */
export function isNamespace(text: string): boolean {
  return NAMESPACE_PATTERN.test(text);
}

export function formatRepositoryName({ namespace, name }: RepositoryName): string {
  return `${namespace}/${name}`;
}

/** What may be done to a repository. None implies another: push without pull, pull without delete (attack 7). */
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
