import { parseScimFilter } from '@lanyard/core/directory/scim-filter';
import {
  changeScimGroup,
  createScimGroup,
  deleteScimGroup,
  listScimGroups,
  showScimGroup,
} from '../../features/directory/scim-groups.ts';
import {
  changeScimUser,
  createScimUser,
  deleteScimUser,
  listScimUsers,
  showScimUser,
} from '../../features/directory/scim-users.ts';
import type { Route } from '../../http/route.ts';
import {
  groupBodies,
  groupChangesOf,
  groupReplacementOf,
  groupSchema,
  newGroupOf,
  writtenGroup,
} from './group-form.ts';
import { scimCollection } from './scim-collection.ts';
import { changesOf, newUserOf, replacementOf, userBodies, userSchema, writtenUser } from './user-form.ts';

const disabling = ['account.disabled', 'sign-in.ended', 'token.deleted'] as const;
const userEvents = ['scim-user.changed', 'account.enabled', 'member.removed', ...disabling] as const;
const groupEvents = ['scim-group.changed', 'team.member-added', 'team.member-removed'] as const;

export const scimUserRoutes: readonly Route[] = scimCollection({
  path: 'Users',
  rate: ['new-rows'],
  summary: {
    list: 'List the users that the directory provisions, by userName; filter by userName, externalId or e-mail',
    create:
      'Provision a user: a new account, or the existing one with the e-mail address, whose person may be asked first',
    show: 'Show a user',
    replace: 'Replace what the directory says about a user',
    change: 'Change a user; active=false ends all access at once',
    delete: 'Disable a user and end the membership; the account stays for the log',
  },
  audit: {
    create: ['account.created', 'scim-user.linked', 'member.added', 'account.enabled', 'member.removed', ...disabling],
    replace: userEvents,
    change: userEvents,
    delete: ['member.removed', 'scim-user.deleted', 'scim-user.changed', ...disabling],
  },
  schema: userSchema,
  written: writtenUser,
  list: (services, caller, window, filter) => listScimUsers(services, caller, { ...window, ...userFilterOf(filter) }),
  show: showScimUser,
  create: (services, caller, body) => createScimUser(services, caller, newUserOf(body)),
  replace: (services, caller, id, body) => changeScimUser(services, caller, id, replacementOf(body)),
  change: (services, caller, id, operations) => changeScimUser(services, caller, id, changesOf(operations)),
  delete: deleteScimUser,
  bodies: userBodies,
});

export const scimGroupRoutes: readonly Route[] = scimCollection({
  path: 'Groups',
  rate: 'none',
  summary: {
    list: 'List the groups that the directory manages, by displayName; filter by displayName or externalId',
    create: 'Create a group: a new team, or the existing one of that name that no directory manages',
    show: 'Show a group',
    replace: 'Replace a group: its members are those named, and nobody else',
    change: 'Change a group: add, remove or replace members, or rename it',
    delete: 'Delete a group: the team, its memberships and its rights',
  },
  audit: {
    create: ['team.created', ...groupEvents],
    replace: groupEvents,
    change: groupEvents,
    delete: ['team.deleted'],
  },
  schema: groupSchema,
  written: writtenGroup,
  list: (services, caller, window, filter) => listScimGroups(services, caller, { ...window, ...groupFilterOf(filter) }),
  show: showScimGroup,
  create: (services, caller, body) => createScimGroup(services, caller, newGroupOf(body)),
  replace: (services, caller, id, body) => changeScimGroup(services, caller, id, groupReplacementOf(body)),
  change: (services, caller, id, operations) => changeScimGroup(services, caller, id, groupChangesOf(operations)),
  delete: deleteScimGroup,
  bodies: groupBodies,
});

function userFilterOf(filter: string | undefined) {
  if (filter === undefined) return {};
  const attributes = ['userName', 'externalId', 'emails.value', 'emails[type eq "work"].value'] as const;
  const { attribute, value } = parseScimFilter(filter, attributes);
  return attribute.startsWith('emails') ? { email: value } : { [attribute]: value };
}

function groupFilterOf(filter: string | undefined) {
  if (filter === undefined) return {};
  const { attribute, value } = parseScimFilter(filter, ['displayName', 'externalId']);
  return { [attribute]: value };
}
