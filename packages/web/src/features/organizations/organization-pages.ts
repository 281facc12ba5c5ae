type PagePath =
  | 'repositories'
  | 'members'
  | 'teams'
  | 'tokens'
  | 'access-review'
  | 'access-review/reviews'
  | 'policy'
  | 'sign-in'
  | 'security'
  | 'webhooks'
  | 'evidence'
  | 'activity';

export interface OrganizationPageLink {
  readonly to: `/organizations/$organization/${PagePath}`;
  readonly label: string;
  readonly isFor?: 'owners' | 'members';
}

const PAGES: readonly OrganizationPageLink[] = [
  { to: '/organizations/$organization/repositories', label: 'Repositories' },
  { to: '/organizations/$organization/members', label: 'Members' },
  { to: '/organizations/$organization/teams', label: 'Teams' },
  { to: '/organizations/$organization/tokens', label: 'Access tokens', isFor: 'owners' },
  { to: '/organizations/$organization/access-review', label: 'Access review', isFor: 'owners' },
  // The part that is for members, too.
  { to: '/organizations/$organization/access-review/reviews', label: 'Access review', isFor: 'members' },
  { to: '/organizations/$organization/policy', label: 'Policy' },
  { to: '/organizations/$organization/sign-in', label: 'Authentication', isFor: 'owners' },
  { to: '/organizations/$organization/security', label: 'Security', isFor: 'owners' },
  { to: '/organizations/$organization/webhooks', label: 'Webhooks', isFor: 'owners' },
  { to: '/organizations/$organization/evidence', label: 'Evidence', isFor: 'owners' },
  { to: '/organizations/$organization/activity', label: 'Audit log', isFor: 'owners' },
];

/** The pages of an organization that its owners or its members see. */
export function organizationPages(isOwner: boolean): readonly OrganizationPageLink[] {
  return PAGES.filter(({ isFor }) => isFor === undefined || isOwner === (isFor === 'owners'));
}
