/**
 * What an access token of an organization may do with the organization itself, by Docker Hub's names. `also` lists the
 * scopes that a scope includes. No scope reaches tokens, owners or the policy.
 */
export const ORGANIZATION_SCOPES = {
  'scope-member-read': { label: 'List members', also: [] },
  'scope-member-edit': { label: 'Remove members who are no owners', also: ['scope-member-read'] },
  'scope-invite-read': { label: 'List invitations', also: [] },
  'scope-group-read': { label: 'List teams and who is in them', also: [] },
  'scope-group-edit': { label: 'Create, change and delete teams, and who is in them', also: ['scope-group-read'] },
  'scope-activity-read': { label: 'Read the audit log', also: [] },
  'scope-repository-list': { label: 'List all repositories', also: [] },
  'scope-repository-create': { label: 'Create repositories', also: [] },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly also: readonly string[] }>>;

export type OrganizationScope = keyof typeof ORGANIZATION_SCOPES;

export const ORGANIZATION_SCOPE_NAMES = Object.keys(ORGANIZATION_SCOPES) as readonly OrganizationScope[];

export function isOrganizationScope(text: string): text is OrganizationScope {
  return Object.hasOwn(ORGANIZATION_SCOPES, text);
}

/** Whether one of the scopes is this one, or includes it. Anything that is not named is not granted (attack 6). */
export function hasOrganizationScope(
  held: readonly OrganizationScope[],
  scope: OrganizationScope | undefined,
): boolean {
  if (scope === undefined) return false;
  return held.some((one) => one === scope || (ORGANIZATION_SCOPES[one].also as readonly string[]).includes(scope));
}
