import { approvalAsked } from '@lanyard/core/access-review/approval';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Organization } from '../organizations/organizations.ts';

type Reviewing = Pick<Organization, 'id' | 'name' | 'policy' | 'termsStricterSince'>;

/** What the owners said of a token: it is blocked, refused, waits for an approval, or none of it. */
export type OwnersSaid = 'blocked' | 'refused' | 'waiting' | 'free';

/** When it was created, or last became wider. */
export const SINCE = sql`coalesce(t.widened_at, t.created_at)`;

/** The same rule as core's `holdOn`, in SQL. */
export function hasState(organization: Reviewing, state: OwnersSaid): RawBuilder<SqlBool> {
  const said = saidIn(organization);
  const isBlocked = sql`exists (${said} and k.kind = 'blocked'
    and (k.token_id = t.id or k.command_line_id = t.command_line_id))`;
  const isRefused = sql`exists (${said} and k.kind = 'refused' and k.token_id = t.id)`;
  const isNewer = sql`exists (${said} and k.kind = 'blocked' and k.holder_id = t.owner_id and k.at <= ${SINCE})`;
  const isNew = sql`(${isNewHere(organization)} and t.owner_id not in
    (select holder_id from trusted_holders where organization_id = ${organization.id}))`;
  const isApproved = isApprovedIn(organization);
  if (state === 'blocked') return sql`(not ${isApproved} and ${isBlocked})`;
  if (state === 'refused') return sql`(not ${isApproved} and not ${isBlocked} and ${isRefused})`;
  const isOpen = sql`not ${isBlocked} and not ${isRefused}`;
  if (state === 'waiting') return sql`(not ${isApproved} and ${isOpen} and (${isNewer} or ${isNew}))`;
  return sql`(${isApproved} or (${isOpen} and not ${isNewer} and not ${isNew}))`;
}

const saidIn = ({ id }: Reviewing) => sql`select 1 from reach_rulings k where k.organization_id = ${id}`;

const isApprovedIn = (organization: Reviewing) =>
  sql`exists (${saidIn(organization)} and k.token_id = t.id and k.kind = 'approved' and k.at >= ${SINCE})`;

/**
 * The same rule as core's `isNewForApproval`. The organization's own tokens are left out, because its owners create
 * them.
 */
function isNewHere({ id, policy, termsStricterSince }: Reviewing): RawBuilder<SqlBool> {
  const asked = approvalAsked(policy, termsStricterSince);
  if (!asked) return sql`1 = 0`;
  const isSince = (from: number) => sql`(m.created_at is null or m.created_at >= ${from} or ${SINCE} >= ${from})`;
  const auto = asked.autoSince === null ? sql`1 = 0` : isSince(asked.autoSince);
  return sql`(t.owner_id <> ${id} and case when t.origin = 'manual' then ${isSince(asked.manualSince)} else ${auto} end)`;
}

/** Created by a person before owners had to approve such tokens, and not approved. */
export function isFromBefore(organization: Reviewing): RawBuilder<SqlBool> {
  const { id, policy } = organization;
  if (!policy.tokenApproval) return sql`1 = 0`;
  const isAsked = policy.autoTokenApproval ? sql`1 = 1` : sql`t.origin = 'manual'`;
  return sql`(t.owner_id <> ${id} and ${isAsked} and not ${isNewHere(organization)} and not ${isApprovedIn(organization)})`;
}
