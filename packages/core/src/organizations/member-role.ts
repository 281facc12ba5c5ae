/** What a member is in an organization, from the widest to the narrowest. */
export const MEMBER_ROLES = ['owner', 'editor', 'member'] as const;

/**
 * An owner governs everything. An editor governs the repositories: creates, changes and deletes them, and gives rights to
 * them, which is what Docker Hub calls an editor. A member has the rights that somebody gave.
 */
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** Somebody who has one of the roles and gets the other one keeps the wider one. */
export function widerRole(one: MemberRole, other: MemberRole): MemberRole {
  return MEMBER_ROLES.find((role) => role === one || role === other) ?? 'member';
}

/** "an owner". A role that is not known reads as the narrowest one. */
export function roleInWords(role: string | null): string {
  if (role === 'owner') return 'an owner';
  return role === 'editor' ? 'an editor' : 'a member';
}
