import type { Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { Member, TermsAccepted } from '../../store/records/organizations/members.ts';
import type { Organization } from '../../store/records/organizations/organizations.ts';
import type { Reads } from '../../store/store.ts';
import type { Caller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireMembership, requireOwnership } from '../access/permissions.ts';
import { type ShownStanding, standingOf } from './terms.ts';

export interface MemberFilter extends Page {
  /** Only members who have not accepted a stricter account-wide rule; for owners. */
  readonly isNotAccepted: boolean;
}

/** Members who have not accepted a stricter account-wide rule. */
export interface NotAccepted {
  /** They have time until `nextDueAt` or later. */
  readonly noticed: number;
  readonly suspended: number;
  /** When the next of them are suspended; null if nobody is going to be. */
  readonly nextDueAt: number | null;
}

export interface MembersByName extends Paged<Member> {
  /** Null for all but owners. */
  readonly notAccepted: NotAccepted | null;
  /** What the member accepted; null for all but owners. */
  readonly standingOf: (member: Member) => ShownStanding | null;
}

/** By name, for members; only owners see what the others accepted. Errors: `not-found`, `forbidden`. */
export async function listMembersByName(
  services: Services,
  caller: Caller,
  organizationName: string,
  { isNotAccepted, ...page }: MemberFilter,
): Promise<MembersByName> {
  const asked = look(services, caller);
  const { records, now } = asked;
  const requirePermission = isNotAccepted ? requireOwnership : requireMembership;
  const { organization, role } = await requirePermission(asked, organizationName);
  const { members } = records.organizations;
  if (role !== 'owner') {
    return { ...(await members(organization.id, page)), notAccepted: null, standingOf: () => null };
  }
  const groups = await notAcceptedGroups(records, organization, now);
  const only = isNotAccepted ? groups.map(({ stored }) => stored) : undefined;
  return {
    ...(await members(organization.id, { ...page, accepted: only })),
    notAccepted: notAcceptedOf(groups),
    standingOf: ({ acceptedTerms }) => standingOf({ organization, acceptedTerms }, now),
  };
}

interface NotAcceptedGroup extends TermsAccepted, ShownStanding {}

/** Members are grouped by what they accepted, because there may be 100,000 of them. */
async function notAcceptedGroups(
  { organizations }: Reads,
  organization: Organization,
  now: number,
): Promise<readonly NotAcceptedGroup[]> {
  const groups = (await organizations.termsAccepted(organization.id)).map((group) => {
    return { ...group, ...standingOf({ organization, acceptedTerms: group.acceptedTerms }, now) };
  });
  return groups.filter(({ standing }) => standing === 'noticed' || standing === 'suspended');
}

function notAcceptedOf(groups: readonly NotAcceptedGroup[]): NotAccepted {
  const inTime = groups.filter(({ standing }) => standing === 'noticed');
  const late = groups.filter(({ standing }) => standing === 'suspended');
  const dates = inTime.flatMap(({ dueAt }) => dueAt ?? []);
  return {
    noticed: membersOf(inTime),
    suspended: membersOf(late),
    nextDueAt: dates.length === 0 ? null : Math.min(...dates),
  };
}

function membersOf(groups: readonly NotAcceptedGroup[]): number {
  return groups.reduce((sum, { members }) => sum + members, 0);
}
