import type { AuditAction } from '@lanyard/core/audit/audit-event';

/** The name of each action in Docker Hub's log. An action that is missing here has no counterpart there. */
const HUB_ACTIONS = {
  'organization.created': 'org.create',
  'organization.policy-changed': 'org.settings.update',
  'member.removed': 'org.member.removed',
  'invitation.created': 'org.team.member.invite',
  'team.created': 'org.team.create',
  'team.changed': 'org.team.update',
  'team.deleted': 'org.team.delete',
  'team.member-added': 'org.team.member.add',
  'team.member-removed': 'org.team.member.remove',
  'domain.added': 'org.domain.create',
  'domain.verified': 'org.domain.verify',
  'domain.removed': 'org.domain.delete',
  'token.created': 'org.access_token.create',
  'token.changed': 'org.access_token.update',
  'token.deleted': 'org.access_token.delete',
  'repository.created': 'repo.create',
  'repository.described': 'repo.update',
  'repository.changed': 'repo.change_privacy',
  'repository.deleted': 'repo.delete',
} as const satisfies Partial<Readonly<Record<AuditAction, string>>>;

type NamedByHub = keyof typeof HUB_ACTIONS;

export type HubAction = (typeof HUB_ACTIONS)[NamedByHub];

export const HUB_ACTION_NAMES = Object.values(HUB_ACTIONS) as readonly HubAction[];

export function hubActionOf(action: AuditAction): HubAction | undefined {
  return (HUB_ACTIONS as Partial<Readonly<Record<AuditAction, HubAction>>>)[action];
}

/** Our action for either of its names. */
export function actionNamed(name: AuditAction | HubAction): AuditAction {
  const ours = Object.entries(HUB_ACTIONS).find(([, hub]) => hub === name)?.[0];
  return (ours ?? name) as AuditAction;
}
