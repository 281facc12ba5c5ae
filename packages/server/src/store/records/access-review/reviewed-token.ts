import type { MemberRole } from '@lanyard/core/organizations/member-role';
import type { AccessToken } from '@lanyard/core/tokens/access-token';
import type { Grant } from '@lanyard/core/tokens/grant';
import { sql } from 'kysely';
import type { Connection } from '../../schema.ts';
import { readTerms, type SingleSignOnStanding } from '../organizations/members.ts';
import { isOnlyHere } from './grants-in-sql.ts';
import { HOLDER } from './review-conditions.ts';

/** A token whose grants name repositories of one organization. The organization or one of its people holds it. */
export interface ReviewedToken
  extends Pick<
    AccessToken,
    | 'id'
    | 'kind'
    | 'origin'
    | 'ownerId'
    | 'description'
    | 'grants'
    | 'createdAt'
    | 'createdBy'
    | 'createdClient'
    | 'commandLineId'
    | 'expiresAt'
    | 'idleSeconds'
    | 'deactivatedAt'
    | 'widenedAt'
  > {
  /** When it was last used anywhere. This decides whether it is idle for too long, and is never shown. */
  readonly lastUsedAt: number | null;
  /** Whether it names only this organization's repositories. */
  readonly isOnlyHere: boolean;
  readonly holder: ReviewedHolder;
  /** Null if it was never used in this organization. */
  readonly lastUse: LastUse | null;
}

export interface ReviewedHolder {
  readonly type: 'account' | 'organization';
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly disabledAt: number | null;
  readonly hasSecondFactor: boolean;
  /** Null for the organization itself, and for a person with a right who is not a member. */
  readonly role: MemberRole | null;
  readonly memberSince: number | null;
  readonly singleSignOn: SingleSignOnStanding;
  readonly acceptedTerms: ReturnType<typeof readTerms>;
}

/** The last use in this organization. */
export interface LastUse {
  readonly firstAt: number;
  readonly at: number;
  readonly repository: string;
  readonly actions: string;
  readonly address: string;
  readonly client: string;
}

export interface ReviewedRow {
  readonly id: string;
  readonly kind: AccessToken['kind'];
  readonly origin: AccessToken['origin'];
  readonly ownerId: string;
  readonly description: string;
  readonly grants: string;
  readonly createdAt: number;
  readonly createdBy: string | null;
  readonly createdClient: string;
  readonly commandLineId: string | null;
  readonly expiresAt: number | null;
  readonly idleSeconds: number | null;
  readonly deactivatedAt: number | null;
  readonly widenedAt: number | null;
  readonly lastUsedAt: number | null;
  readonly isOnlyHere: number;
  readonly accountId: string | null;
  readonly holderName: string;
  readonly isAdministrator: number | null;
  readonly disabledAt: number | null;
  readonly hasSecondFactor: number | null;
  readonly role: MemberRole | null;
  readonly memberSince: number | null;
  readonly provenAt: number | null;
  readonly endedAt: number | null;
  readonly acceptedTerms: string | null;
  readonly firstAt: number | null;
  readonly usedAt: number | null;
  readonly usedRepository: string | null;
  readonly usedActions: string | null;
  readonly usedAddress: string | null;
  readonly usedClient: string | null;
}

export const columnsOf = (connection: Connection, namespace: string) => sql`
  t.id, t.kind, t.origin, t.owner_id, t.description, t.grants, t.created_at, t.created_by, t.created_client,
  t.command_line_id, t.expires_at, t.idle_seconds, t.deactivated_at, t.widened_at, t.last_used_at,
  case when ${isOnlyHere(connection, namespace)} then 1 else 0 end as is_only_here,
  a.id as account_id, ${HOLDER(namespace)} as holder_name, a.is_administrator, a.disabled_at, a.has_second_factor,
  m.role, m.created_at as member_since, m.sso_proven_at as proven_at, m.sso_ended_at as ended_at, m.accepted_terms,
  u.first_at, u.last_at as used_at, u.repository as used_repository, u.actions as used_actions,
  u.address as used_address, u.client as used_client`;

export function tokenOf(row: ReviewedRow): ReviewedToken {
  const { grants, isOnlyHere: onlyHere, accountId, holderName, isAdministrator, disabledAt, hasSecondFactor } = row;
  const { role, memberSince, provenAt, endedAt, acceptedTerms } = row;
  const { firstAt, usedAt, usedRepository, usedActions, usedAddress, usedClient, ...token } = row;
  return {
    id: token.id,
    kind: token.kind,
    origin: token.origin,
    ownerId: token.ownerId,
    description: token.description,
    grants: JSON.parse(grants) as readonly Grant[],
    createdAt: token.createdAt,
    createdBy: token.createdBy,
    createdClient: token.createdClient,
    commandLineId: token.commandLineId,
    expiresAt: token.expiresAt,
    idleSeconds: token.idleSeconds,
    deactivatedAt: token.deactivatedAt,
    widenedAt: token.widenedAt,
    lastUsedAt: token.lastUsedAt,
    isOnlyHere: onlyHere === 1,
    holder: {
      type: accountId === null ? 'organization' : 'account',
      name: holderName,
      isAdministrator: isAdministrator === 1,
      disabledAt,
      hasSecondFactor: hasSecondFactor === 1,
      role,
      memberSince,
      singleSignOn: { provenAt, endedAt },
      acceptedTerms: readTerms(acceptedTerms),
    },
    lastUse:
      firstAt === null || usedAt === null
        ? null
        : {
            firstAt,
            at: usedAt,
            repository: usedRepository ?? '',
            actions: usedActions ?? '',
            address: usedAddress ?? '',
            client: usedClient ?? '',
          },
  };
}
