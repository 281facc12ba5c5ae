import type { FindingKind } from '@lanyard/core/access-review/findings';
import type { ItemOutcome } from '@lanyard/core/reviews/review-rules';
import { type RawBuilder, sql } from 'kysely';
import { countOf, likePattern, type Page, type Paged, paged, rowsOf } from '../../paged.ts';
import type { Connection, Transaction } from '../../schema.ts';

/** A token in a review, as it was when the review began, and what was decided about it. */
export interface ReviewItem {
  readonly reviewId: string;
  /** From 0, in the order in which the tokens were created. */
  readonly position: number;
  readonly tokenId: string;
  readonly holderId: string;
  readonly holderName: string;
  /** The account that is asked. Null for the owners. */
  readonly reviewerId: string | null;
  /** The kinds of the findings, with a space before and after each. */
  readonly findings: string;
  /** What the owners saw of the token, as JSON. */
  readonly shown: string;
  /** When the reviewer of this item was last told. The owners are told once for all of their items. */
  readonly toldAt: number | null;
  /** Null until somebody decides. */
  readonly decision: ItemOutcome | null;
  readonly reason: string;
  /** The name of an account. Null if the rule decided, because nobody else did. */
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
}

/** A decision, and who made it. */
export type ItemDecision = Pick<ReviewItem, 'decision' | 'reason' | 'decidedBy' | 'decidedAt'>;

/**
 * Items that an account is asked about. Owners are also asked about items without a reviewer, or whose reviewer is no
 * longer a member.
 */
export interface Asked {
  readonly accountId: string;
  /** The organization whose owner it is; null for a member. */
  readonly ownerOf: string | null;
}

export interface ItemFilter extends Page {
  /** `undecided`, or the decision. */
  readonly decision?: ItemOutcome | 'undecided' | undefined;
  readonly finding?: FindingKind | undefined;
  readonly asked?: Asked | undefined;
  /** A part of the holder's name. */
  readonly search?: string | undefined;
}

/** How many items have each outcome. */
export type ItemCounts = Readonly<Record<ItemOutcome | 'undecided', number>>;

/** A reviewer, and how many items wait for a decision. */
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

/** An open review that asks an account, and about how many tokens it did not decide yet. */
export interface WaitingReview {
  readonly id: string;
  readonly name: string;
  readonly organization: string;
  readonly dueAt: number;
  readonly undecided: number;
}

export function reviewItemReads({ database, lists }: Connection) {
  const of = (reviewId: string) => database.selectFrom('reviewItems').where('reviewId', '=', reviewId);
  return {
    /** Sorted by holder, then in the order in which the tokens were created. */
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
    /** Sorted by position. Returns the items after this position. */
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
    /** Those that are due first come first. An owner is also asked about what no member is asked, as in `Asked`. */
    waitingFor: async (accountId: string, now: number): Promise<readonly WaitingReview[]> => {
      const rows = await rowsOf<WaitingReview>(
        lists,
        sql`select r.id, r.name, o.name as organization, r.due_at, count(*) as undecided from memberships m
          join organizations o on o.id = m.organization_id
          join reviews r on r.organization_id = m.organization_id and r.starts_at <= ${now} and r.due_at > ${now}
            and r.prepared_at is not null and r.finished_at is null and r.closed_at is null and r.cancelled_at is null
          join review_items i on i.review_id = r.id and i.decision is null
          where m.account_id = ${accountId} and (i.reviewer_id = m.account_id or (m.role = 'owner'
            and (i.reviewer_id is null or i.reviewer_id not in
              (select account_id from memberships where organization_id = m.organization_id))))
          group by r.id, r.name, o.name, r.due_at order by r.due_at, r.id`,
      );
      return rows.map((row) => ({ ...row, undecided: Number(row.undecided) }));
    },
    /** Members who are asked about undecided items, and who were not told since that time. */
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
    /** Has no event of its own, because the start of the review has one. */
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
    /** Applies the rule to items that nobody decided. The event is that of the end of the review. */
    settle: async (reviewId: string, tokenIds: readonly string[], decided: ItemDecision) => {
      if (tokenIds.length === 0) return;
      const update = bookkeeping.updateTable('reviewItems').set(decided).where('reviewId', '=', reviewId);
      await update.where('tokenId', 'in', tokenIds).where('decision', 'is', null).execute();
    },
    noteTold: async (reviewId: string, reviewerId: string, toldAt: number) => {
      const update = bookkeeping.updateTable('reviewItems').set({ toldAt }).where('reviewId', '=', reviewId);
      await update.where('reviewerId', '=', reviewerId).where('decision', 'is', null).execute();
    },
    /** Removes items of a cancelled review. Returns how many. */
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
