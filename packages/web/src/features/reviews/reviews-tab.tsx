import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Review } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { ReviewStateBadge } from '../../parts/badges.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { DayText } from '../../parts/time-text.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { describeScope, describeSeries, endOf } from './describe-review.ts';
import { ReviewProgress } from './review-progress.tsx';
import { REVIEWS_PAGE_SIZE, reviewsQuery } from './use-reviews.ts';

/** The reviews of an organization; a member sees those that ask about their tokens. */
export function ReviewsTab() {
  const { name, isOwner } = useOrganization();
  const [page, setPage] = useState(1);
  const query = useQuery(reviewsQuery(name, page));
  const { data } = query;
  const start = isOwner && (
    <LinkButton to="/organizations/$organization/access-review/reviews/new" params={{ organization: name }}>
      Start review
    </LinkButton>
  );
  return (
    <section>
      <SectionHead title="Reviews" actions={start}>
        In a review, somebody looks at each access token until a date, and keeps it or blocks it here. A closed review
        leaves a signed file that shows who decided what.
      </SectionHead>
      <QueryStatus query={query} name="reviews" height={{ rows: 3 }} />
      {data?.total === 0 && (
        <EmptyState title="No reviews yet" action={start}>
          {isOwner
            ? 'Start one now, and let it repeat every three months.'
            : 'Reviews that ask about your access tokens appear here.'}
        </EmptyState>
      )}
      {data && data.reviews.length > 0 && <ReviewList organization={name} reviews={data.reviews} />}
      <Pager total={data?.total ?? 0} pageSize={REVIEWS_PAGE_SIZE} page={page} onPage={setPage} noun="reviews" />
    </section>
  );
}

function ReviewList({ organization, reviews }: { readonly organization: string; readonly reviews: readonly Review[] }) {
  return (
    <CardTable label="Reviews" columns={['Review', 'Tokens', 'State', 'Progress', 'Due or closed', 'Repeats']}>
      {reviews.map((review) => (
        <Table.Tr key={review.id}>
          <Table.Td>
            <AnchorLink
              to="/organizations/$organization/access-review/reviews/$id"
              params={{ organization, id: review.id }}
              fz="inherit"
              fw={500}
            >
              {review.name}
            </AnchorLink>
          </Table.Td>
          <Table.Td data-label="Tokens">{describeScope(review)}</Table.Td>
          <Table.Td data-label="State">
            <ReviewStateBadge state={review.state} />
          </Table.Td>
          <Table.Td data-label="Progress">
            <div>{review.state === 'scheduled' ? 'Not started' : <ReviewProgress counts={review.counts} />}</div>
          </Table.Td>
          <Table.Td data-label={endOf(review).label}>
            <DayText at={endOf(review).at} />
          </Table.Td>
          <Table.Td data-label="Repeats">{describeSeries(review)}</Table.Td>
        </Table.Tr>
      ))}
    </CardTable>
  );
}
