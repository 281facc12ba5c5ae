import type { OrganizationPolicy } from '@lanyard/core/organizations/organization-policy';
import type { Occurrence, Recurrence } from '@lanyard/core/reviews/review-dates';
import type { Decision, Reviewers, ReviewScope, ReviewTimes } from '@lanyard/core/reviews/review-rules';
import { columnsOf, json, jsonOrNull, type RowOf } from '../../columns.ts';
import { countOf, type Page, type Paged, paged } from '../../paged.ts';
import type { Connection, Transaction } from '../../schema.ts';
import type { TokenPlace } from '../access-review/review-conditions.ts';

/**
 * A review of an organization's tokens. The person who did something is stored as the name of an account, and null is
 * the server itself.
 */
export interface Review extends ReviewTimes, Occurrence {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly scope: ReviewScope;
  readonly reviewers: Reviewers;
  /** The decision about items that nobody decided. */
  readonly undecided: Decision;
  readonly recurrence: Recurrence | null;
  readonly createdAt: number;
  /** In a later review of a series, the person who started the first one. */
  readonly startedBy: string;
  readonly finishedBy: string | null;
  readonly cancelledBy: string | null;
  /** Why the server cancelled it, as the end of a sentence. */
  readonly cancelledBecause: string | null;
  readonly items: number;
  /** The last token that was looked at so far, while the items are being listed. */
  readonly reached: TokenPlace | null;
  readonly policyAtStart: OrganizationPolicy | null;
  readonly policyAtEnd: OrganizationPolicy | null;
  /** When the owners were last told about the review. */
  readonly toldAt: number | null;
  /** SHA-256 of the evidence in hexadecimal. Null until the review is closed. */
  readonly digest: string | null;
  /** The lines that prove the event of the review's end. Null until they exist. */
  readonly proof: string | null;
}

const REVIEW = columnsOf<Review>()({
  scope: json<ReviewScope>(),
  reached: jsonOrNull<TokenPlace>(),
  policyAtStart: jsonOrNull<OrganizationPolicy>(),
  policyAtEnd: jsonOrNull<OrganizationPolicy>(),
});

declare module '../../schema.ts' {
  interface Schema {
    reviews: RowOf<typeof REVIEW>;
  }
}

export function reviewReads({ database, lists }: Connection) {
  return {
    /** Looks only in this organization (R25). */
    byId: async (organizationId: string, id: string): Promise<Review | undefined> => {
      const query = database.selectFrom('reviews').selectAll().where('id', '=', id);
      return REVIEW.read(await query.where('organizationId', '=', organizationId).executeTakeFirst());
    },
    /** Newest first. With `reviewerId`, only the reviews that ask this account about an item. */
    list: (organizationId: string, { reviewerId, ...page }: Page & { readonly reviewerId?: string }) => {
      const all = lists
        .selectFrom('reviews')
        .where('organizationId', '=', organizationId)
        .$if(reviewerId !== undefined, (some) =>
          some.where('id', 'in', (one) =>
            one
              .selectFrom('reviewItems')
              .select('reviewId')
              .where('reviewerId', '=', reviewerId ?? ''),
          ),
        );
      const rows = all.selectAll().orderBy('createdAt', 'desc').orderBy('id', 'desc');
      return paged(rows, all, page, (row) => REVIEW.read(row as RowOf<typeof REVIEW>)) satisfies Promise<Paged<Review>>;
    },
    countUnfinished: (organizationId: string): Promise<number> =>
      countOf(
        database
          .selectFrom('reviews')
          .where('organizationId', '=', organizationId)
          .where('closedAt', 'is', null)
          .where('cancelledAt', 'is', null),
      ),
    /** The reviews of all organizations that may need work of the server. Those that are due first come first. */
    unfinished: async (): Promise<readonly Review[]> => {
      const query = lists.selectFrom('reviews').selectAll().where('closedAt', 'is', null);
      const rows = await query.where('cancelledAt', 'is', null).orderBy('dueAt').orderBy('id').execute();
      return rows.map(REVIEW.read);
    },
    /** Closed reviews without a proof, and cancelled reviews that still have items. */
    unsettled: async (): Promise<readonly Review[]> => {
      const query = lists.selectFrom('reviews').selectAll();
      const rows = await query
        .where((where) =>
          where.or([
            where.and([where('closedAt', 'is not', null), where('proof', 'is', null)]),
            where.and([where('cancelledAt', 'is not', null), where('items', '>', 0)]),
          ]),
        )
        .orderBy('id')
        .execute();
      return rows.map(REVIEW.read);
    },
  };
}

export function reviewRecords(connection: Transaction) {
  const { database, bookkeeping } = connection;
  return {
    ...reviewReads(connection),
    insert: async (review: Review) => {
      await database.insertInto('reviews').values(REVIEW.keep(review)).execute();
    },
    update: async (id: string, changed: Partial<Review>) => {
      await database.updateTable('reviews').set(REVIEW.keep(changed)).where('id', '=', id).execute();
    },
    /**
     * Notes how far the server's work has come. It has no event, because the start and the end of the review have
     * theirs.
     */
    note: async (id: string, changed: Partial<Review>) => {
      await bookkeeping.updateTable('reviews').set(REVIEW.keep(changed)).where('id', '=', id).execute();
    },
  };
}
