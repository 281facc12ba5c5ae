type PagePath =
  | 'repositories'
  | 'members'
  | 'teams'
  | 'tokens'
  | 'access-review'
  | 'policy'
  | 'sign-in'
  | 'security'
  | 'webhooks'
  | 'evidence'
  | 'activity';

export interface OrganizationPageLink {
  readonly to: `/organizations/$organization/${PagePath}`;
  readonly label: string;
  readonly isForOwners?: boolean;
}

const PAGES: readonly OrganizationPageLink[] = [
  { to: '/organizations/$organization/repositories', label: 'Repositories' },
  { to: '/organizations/$organization/members', label: 'Members' },
  { to: '/organizations/$organization/teams', label: 'Teams' },
  { to: '/organizations/$organization/tokens', label: 'Access tokens', isForOwners: true },
  { to: '/organizations/$organization/access-review', label: 'Access review', isForOwners: true },
  { to: '/organizations/$organization/policy', label: 'Policy' },
  { to: '/organizations/$organization/sign-in', label: 'Authentication', isForOwners: true },
  { to: '/organizations/$organization/security', label: 'Security', isForOwners: true },
  { to: '/organizations/$organization/webhooks', label: 'Webhooks', isForOwners: true },
  { to: '/organizations/$organization/evidence', label: 'Evidence', isForOwners: true },
  { to: '/organizations/$organization/activity', label: 'Audit log', isForOwners: true },
];

/** The pages of an organization that its owners or its members see. */
export function organizationPages(isOwner: boolean): readonly OrganizationPageLink[] {
  return PAGES.filter(({ isForOwners }) => isOwner || !isForOwners);
}
