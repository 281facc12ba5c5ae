import { AUDIT_ACTION_NAMES, AUDIT_ACTIONS } from '@lanyard/core/audit/audit-event';

/** The first part of an action (its subject), with the heading of its group. */
const GROUP_LABELS = {
  token: 'Access tokens',
  'sign-in': 'Command lines',
  session: 'Sessions',
  factor: 'Second factors',
  'recovery-codes': 'Recovery codes',
  account: 'Account',
  repository: 'Repositories',
  organization: 'Organization',
  member: 'Members',
  invitation: 'Invitations',
  team: 'Teams',
  review: 'Reviews of access tokens',
  webhook: 'Webhooks',
  domain: 'Domains',
  'sso-connection': 'Single sign-on',
  identity: 'Members at the identity provider',
  'scim-token': 'SCIM token',
  'scim-user': 'SCIM users',
  'scim-group': 'SCIM groups',
  registry: 'Registries',
  'audit-log': 'Audit log',
  usage: 'Uses of access tokens',
  'setup-code': 'Set-up',
  'saml-key': 'SAML key',
} as const;

type Group = keyof typeof GROUP_LABELS;

const GROUPS: Readonly<Record<'account' | 'organization' | 'server', readonly Group[]>> = {
  server: Object.keys(GROUP_LABELS) as Group[],
  account: ['token', 'sign-in', 'session', 'factor', 'recovery-codes', 'account', 'repository'],
  organization: [
    'organization',
    'member',
    'invitation',
    'team',
    'repository',
    'token',
    'review',
    'webhook',
    'domain',
    'sso-connection',
    'identity',
    'scim-token',
    'scim-user',
    'scim-group',
  ],
};

/** The actions in the log of an account or an organization, in groups for a menu. */
export function actionGroups(of: keyof typeof GROUPS) {
  return GROUPS[of].map((group) => ({
    group: GROUP_LABELS[group],
    items: AUDIT_ACTION_NAMES.filter((action) => action.startsWith(`${group}.`)).map((action) => ({
      value: action,
      label: AUDIT_ACTIONS[action].label,
    })),
  }));
}
