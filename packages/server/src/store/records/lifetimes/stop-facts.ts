import type { TokenOrigin } from '@lanyard/core/tokens/access-token';
import { sql } from 'kysely';
import { rowsOf } from '../../paged.ts';
import type { Connection } from '../../schema.ts';
import { conditionsOf, HOLDER, type ReviewFilter, TABLES } from '../access-review/review-conditions.ts';
import type { Organization } from '../organizations/organizations.ts';

declare module '../../schema.ts' {
  interface Schema {
    /** When a token that was not used for too long was let into an organization again. */
    letInTokens: { organizationId: string; tokenId: string; at: number };
  }
}

/** What a token did in one organization, and when it was let in there again; null for never. */
export interface RestHere {
  readonly lastUsedAt: number | null;
  readonly letInAt: number | null;
}

/** A token that can reach an organization, as far as the rules ask that stop tokens. */
export interface StopCandidate extends RestHere {
  readonly id: string;
  readonly ownerId: string;
  readonly holder: string;
  readonly origin: TokenOrigin;
  /** As its holder wrote it: for nobody else. */
  readonly description: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly widenedAt: number | null;
  readonly memberSince: number | null;
}

type Asked = Pick<Organization, 'id' | 'name' | 'policy' | 'termsStricterSince'>;

export function stopFactReads(connection: Connection) {
  const { database, lists } = connection;
  return {
    restOf: async ({ id, name }: Pick<Organization, 'id' | 'name'>, tokenId: string): Promise<RestHere> => {
      const uses = database.selectFrom('namespaceUses').select('lastAt').where('namespace', '=', name);
      const letIn = database.selectFrom('letInTokens').select('at').where('organizationId', '=', id);
      const [use, entry] = await Promise.all([
        uses.where('tokenId', '=', tokenId).executeTakeFirst(),
        letIn.where('tokenId', '=', tokenId).executeTakeFirst(),
      ]);
      return { lastUsedAt: use?.lastAt ?? null, letInAt: entry?.at ?? null };
    },
    /** When each of these tokens was let in again; those that never were are left out. */
    letIn: async (organizationId: string, tokenIds: readonly string[]): Promise<ReadonlyMap<string, number>> => {
      if (tokenIds.length === 0) return new Map();
      const query = database.selectFrom('letInTokens').select(['tokenId', 'at']);
      const rows = await query.where('organizationId', '=', organizationId).where('tokenId', 'in', tokenIds).execute();
      return new Map(rows.map(({ tokenId, at }) => [tokenId, at]));
    },
    /** The active tokens of the access review, by holder and id, after this one. */
    candidates: async (
      organization: Asked,
      { now, after, limit, ...filter }: CandidatesAsked,
    ): Promise<readonly StopCandidate[]> => {
      const asked = { ...filter, organization, now, status: 'active' } as const;
      return rowsOf<StopCandidate>(
        lists,
        sql`select t.id, t.owner_id, ${HOLDER(organization.name)} as holder, t.description, t.origin, t.created_at, t.expires_at, t.widened_at,
            m.created_at as member_since, u.last_at as last_used_at,
            (select l.at from let_in_tokens l where l.organization_id = ${organization.id} and l.token_id = t.id) as let_in_at
          from ${TABLES(asked)} where ${conditionsOf(connection, asked, undefined)} 
            and (t.owner_id, t.id) > (${after.ownerId}, ${after.id})
          order by t.owner_id, t.id limit ${limit}`,
      );
    },
  };
}

interface CandidatesAsked extends Pick<ReviewFilter, 'now' | 'holder'> {
  readonly after: Pick<StopCandidate, 'ownerId' | 'id'>;
  readonly limit: number;
}

export function stopFactRecords(connection: Connection) {
  const { database } = connection;
  return {
    ...stopFactReads(connection),
    letTokenIn: async (organizationId: string, tokenId: string, at: number) => {
      const insert = database.insertInto('letInTokens').values({ organizationId, tokenId, at });
      const key = ['organizationId', 'tokenId'] as const;
      await insert.onConflict((conflict) => conflict.columns(key).doUpdateSet({ at })).execute();
    },
  };
}
