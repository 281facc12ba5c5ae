import type { FindingKind } from '@lanyard/core/reviews/findings';
import type { ItemOutcome } from '@lanyard/core/reviews/review-rules';
import { type RawBuilder, sql } from 'kysely';
import { countOf, likePattern, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection, Transaction } from '../../schema.ts';

/** A token in a review, as it was when the review began, and what was decided about it. */
export interface ReviewItem {
  readonly reviewId: string;
  /** From 0, in the order in which the tokens were made. */
  readonly position: number;
  readonly tokenId: string;
  readonly holderId: string;
  readonly holderName: string;
  /** The account that is asked; null for the owners. */
  readonly reviewerId: string | null;
  /** The kinds of what was found, each between spaces. */
  readonly findings: string;
  /** What the owners were shown of it, as JSON. */
  readonly shown: string;
  /** When its reviewer was last told; the owners are told for all of theirs together. */
  readonly toldAt: number | null;
  /** Null while nobody decided. */
  readonly decision: ItemOutcome | null;
  readonly reason: string;
  /** The name of an account; null for the rule about what nobody decided. */
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
}

/** What was decided, by whom. */
export type ItemDecision = Pick<ReviewItem, 'decision' | 'reason' | 'decidedBy' | 'decidedAt'>;

/** Items that an account is asked about; an owner also about those that nobody else is, or nobody any more. */
export interface Asked {
  readonly accountId: string;
  /** The organization whose owner it is; null for a member. */
  readonly ownerOf: string | null;
}

export interface ItemFilter extends Page {
  /** `undecided`, or what was decided. */
  readonly decision?: ItemOutcome | 'undecided' | undefined;
  readonly finding?: FindingKind | undefined;
  readonly asked?: Asked | undefined;
  /** Part of the name of the holder. */
  readonly search?: string | undefined;
}

/** How many items have each outcome. */
export type ItemCounts = Readonly<Record<ItemOutcome | 'undecided', number>>;

/** Who is told of how many items that wait for them. */
export interface ItemsToTell {
  readonly reviewerId: string;
  readonly count: number;
}

interface TellAsked {
  readonly reviewId: string;
  readonly organizationId: string;
  readonly since: number;
  readonly limit: number;
}

declare module '../../schema.ts' {
  interface Schema {
    reviewItems: ReviewItem;
  }
}

export function reviewItemReads({ database, lists }: Connection) {
  const of = (reviewId: string) => database.selectFrom('reviewItems').where('reviewId', '=', reviewId);
  return {
    /** By holder, then in the order in which the tokens were made. */
    list: (reviewId: string, { decision, finding, asked, search, ...page }: ItemFilter) => {
      const all = lists
        .selectFrom('reviewItems')
        .where('reviewId', '=', reviewId)
        .$if(decision === 'undecided', (some) => some.where('decision', 'is', null))
        .$if(decision !== undefined && decision !== 'undecided', (some) =>
          some.where('decision', '=', decision as ItemOutcome),
        )
        .$if(finding !== undefined, (some) => some.where(sql<boolean>`findings like ${`% ${finding} %`}`))
        .$if(asked !== undefined, (some) => some.where(isAsked(asked as Asked)))
        .$if(search !== undefined, (some) => some.where(likePattern('holder_name', search ?? '')));
      const rows = all.selectAll().orderBy('holderName').orderBy('position');
      return paged(rows, all, page, (row) => row) satisfies Promise<Paged<ReviewItem>>;
    },
    among: async (reviewId: string, tokenIds: readonly string[]): Promise<readonly ReviewItem[]> => {
      if (tokenIds.length === 0) return [];
      return of(reviewId).selectAll().where('tokenId', 'in', tokenIds).orderBy('position').execute();
    },
    /** In the order of their positions, after this one. */
    after: (reviewId: string, position: number, limit: number): Promise<readonly ReviewItem[]> =>
      lists
        .selectFrom('reviewItems')
        .selectAll()
        .where('reviewId', '=', reviewId)
        .where('position', '>', position)
        .orderBy('position')
        .limit(limit)
        .execute(),
    undecided: (reviewId: string, limit: number): Promise<readonly ReviewItem[]> =>
      of(reviewId)
        .selectAll()
        .where('decision', 'is', null)
        .orderBy('holderName')
        .orderBy('position')
        .limit(limit)
        .execute(),
    counts: async (reviewId: string, asked?: Asked): Promise<ItemCounts> => {
      const rows = await lists
        .selectFrom('reviewItems')
        .select(['decision', sql<number>`count(*)`.as('count')])
        .where('reviewId', '=', reviewId)
        .$if(asked !== undefined, (some) => some.where(isAsked(asked as Asked)))
        .groupBy('decision')
        .execute();
      const found = Object.fromEntries(rows.map(({ decision, count }) => [decision ?? 'undecided', Number(count)]));
      return { undecided: 0, keep: 0, block: 0, gone: 0, ...found };
    },
    /** How many were decided by the rule about what nobody decided. */
    byRule: (reviewId: string): Promise<number> =>
      countOf(
        lists
          .selectFrom('reviewItems')
          .where('reviewId', '=', reviewId)
          .where('decision', 'is not', null)
          .where('decidedBy', 'is', null),
      ),
    asks: async (reviewId: string, reviewerId: string): Promise<boolean> =>
      (await of(reviewId).select('position').where('reviewerId', '=', reviewerId).limit(1).executeTakeFirst()) !==
      undefined,
    /** Members who are asked about items which nobody decided, and were not told of them since that time. */
    toTell: async ({ reviewId, organizationId, since, limit }: TellAsked): Promise<readonly ItemsToTell[]> => {
      const rows = await lists
        .selectFrom('reviewItems')
        .select(['reviewerId', sql<number>`count(*)`.as('count')])
        .where('reviewId', '=', reviewId)
        .where('reviewerId', 'in', (one) =>
          one.selectFrom('memberships').select('accountId').where('organizationId', '=', organizationId),
        )
        .where('decision', 'is', null)
        .where((where) => where.or([where('toldAt', 'is', null), where('toldAt', '<', since)]))
        .groupBy('reviewerId')
        .orderBy('reviewerId')
        .limit(limit)
        .execute();
      return rows.map(({ reviewerId, count }) => ({ reviewerId: reviewerId ?? '', count: Number(count) }));
    },
  };
}

export function reviewItemRecords(connection: Transaction) {
  const { database, bookkeeping } = connection;
  return {
    ...reviewItemReads(connection),
    /** Part of the start of the review, which has its event. */
    insert: async (items: readonly ReviewItem[]) => {
      if (items.length > 0)
        await bookkeeping
          .insertInto('reviewItems')
          .values([...items])
          .execute();
    },
    decide: async (reviewId: string, tokenIds: readonly string[], decided: ItemDecision) => {
      if (tokenIds.length === 0) return;
      const update = database.updateTable('reviewItems').set(decided).where('reviewId', '=', reviewId);
      await update.where('tokenId', 'in', tokenIds).where('decision', 'is', null).execute();
    },
    /** By the rule about what nobody decided: the end of the review has the event. */
    settle: async (reviewId: string, tokenIds: readonly string[], decided: ItemDecision) => {
      if (tokenIds.length === 0) return;
      const update = bookkeeping.updateTable('reviewItems').set(decided).where('reviewId', '=', reviewId);
      await update.where('tokenId', 'in', tokenIds).where('decision', 'is', null).execute();
    },
    noteTold: async (reviewId: string, reviewerId: string, toldAt: number) => {
      const update = bookkeeping.updateTable('reviewItems').set({ toldAt }).where('reviewId', '=', reviewId);
      await update.where('reviewerId', '=', reviewerId).where('decision', 'is', null).execute();
    },
    /** Of a review that was cancelled. Gives how many. */
    removeSome: async (reviewId: string, limit: number): Promise<number> => {
      const some = database.selectFrom('reviewItems').select('position').where('reviewId', '=', reviewId);
      const deletion = bookkeeping.deleteFrom('reviewItems').where('reviewId', '=', reviewId);
      const { numDeletedRows } = await deletion
        .where('position', 'in', some.orderBy('position').limit(limit))
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  };
}

function isAsked({ accountId, ownerOf }: Asked): RawBuilder<boolean> {
  if (ownerOf === null) return sql<boolean>`reviewer_id = ${accountId}`;
  return sql<boolean>`(reviewer_id is null or reviewer_id = ${accountId} or reviewer_id not in
    (select account_id from memberships where organization_id = ${ownerOf}))`;
}
