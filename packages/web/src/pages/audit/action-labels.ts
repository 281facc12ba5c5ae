import type { AuditAction } from '../../api/types.ts';

/** Names to choose from; an action that the server comes to know does not compile without one. */
export const ACTION_LABELS: Readonly<Record<AuditAction, string>> = {
  'setup-code.issued': 'Set-up code issued',
  'account.created': 'Account made',
  'account.disabled': 'Account disabled',
  'account.enabled': 'Account enabled',
  'account.password-changed': 'Password changed',
  'account.password-reset-requested': 'Password mail asked for',
  'account.password-reset': 'Password set by mail',
  'account.signed-out-everywhere': 'Signed out everywhere',
  'session.started': 'Signed in to the pages',
  'session.refused': 'Sign-in refused',
  'session.ended': 'Session ended',
  'sign-in.approved': 'Command line approved',
  'sign-in.refused': 'Command line refused',
  'sign-in.started': 'Command line signed in',
  'sign-in.reused': 'Command line ended: reused',
  'sign-in.ended': 'Command line signed out',
  'organization.created': 'Organization made',
  'organization.policy-changed': 'Policy changed',
  'member.added': 'Member added',
  'member.role-changed': 'Role changed',
  'member.removed': 'Member removed',
  'team.created': 'Team made',
  'team.deleted': 'Team deleted',
  'team.member-added': 'Put into a team',
  'team.member-removed': 'Taken out of a team',
  'repository.created': 'Repository made',
  'repository.changed': 'Visibility changed',
  'repository.deleted': 'Repository deleted',
  'repository.right-set': 'Right given',
  'repository.right-removed': 'Right taken',
  'token.created': 'Token made',
  'token.changed': 'Token changed',
  'token.deactivated': 'Token deactivated',
  'token.activated': 'Token activated',
  'token.deleted': 'Token deleted',
  'token.evicted': 'Token replaced by a newer one',
  'token.refused': 'Token refused',
  'registry.created': 'Registry made',
  'registry.keys-rotated': 'Keys of a registry rotated',
  'domain.added': 'Domain named',
  'domain.verified': 'Domain proven',
  'domain.removed': 'Domain given up',
  'scim-token.created': 'SCIM token made',
  'scim-token.deleted': 'SCIM token deleted',
  'scim-user.linked': 'User linked by SCIM',
  'scim-user.changed': 'User changed by SCIM',
  'scim-group.changed': 'Group changed by SCIM',
};

const SUBJECTS = {
  account: ['token', 'sign-in', 'session', 'account', 'repository'],
  organization: [
    'organization',
    'member',
    'team',
    'repository',
    'token',
    'domain',
    'scim-token',
    'scim-user',
    'scim-group',
  ],
} as const;

/** The actions that stand in the log of such a namespace, in groups for a choice. */
export function actionGroups(of: keyof typeof SUBJECTS) {
  const actions = Object.entries(ACTION_LABELS);
  return SUBJECTS[of].map((subject) => ({
    group: GROUP_LABELS[subject],
    items: actions.filter(([action]) => action.startsWith(`${subject}.`)).map(([value, label]) => ({ value, label })),
  }));
}

const GROUP_LABELS = {
  token: 'Access tokens',
  'sign-in': 'Command lines',
  session: 'Sessions',
  account: 'Account',
  repository: 'Repositories',
  organization: 'Organization',
  member: 'Members',
  team: 'Teams',
  domain: 'Domains',
  'scim-token': 'SCIM token',
  'scim-user': 'Users by SCIM',
  'scim-group': 'Groups by SCIM',
} as const;
