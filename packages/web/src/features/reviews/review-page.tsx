import { Alert, Anchor, Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ApiFault } from '../../api/api-fault.ts';
import type { Review } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { ReviewStateBadge } from '../../parts/badges.tsx';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { Fact, FactList } from '../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { DayText, formatDay, TimeText } from '../../parts/time-text.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { describeScope, describeSeries, endOf, REVIEWERS, UNDECIDED } from './describe-review.ts';
import { ReviewItems } from './review-items.tsx';
import { ReviewProgress } from './review-progress.tsx';
import { evidenceAddress, heldReviewQuery, useCancelReview, useFinishReview } from './use-reviews.ts';

const route = getRouteApi('/shell/organizations/$organization/access-review/reviews/$id');

/** One review: how far it is, and the tokens to decide about. */
export function ReviewPage() {
  const { name: organization, isOwner } = useOrganization();
  const { id } = route.useParams();
  const query = useQuery(heldReviewQuery(organization, id));
  const { data: review, error } = query;
  if (error instanceof ApiFault && [403, 404].includes(error.status)) {
    return (
      <EmptyState title="Review not found">Check the address. The review may not ask about your tokens.</EmptyState>
    );
  }
  if (!review) return <QueryStatus query={query} name="the review" height={300} />;
  return (
    <section>
      <AnchorLink to="/organizations/$organization/access-review/reviews" params={{ organization }} size="sm">
        All reviews
      </AnchorLink>
      <SectionHead
        title={review.name}
        actions={isOwner && <OwnerActions organization={organization} review={review} />}
      >
        {describeScope(review)}
        {review.state === 'scheduled' ? `, from ${formatDay(review.startsAt)} on.` : <Since at={review.startsAt} />}
      </SectionHead>
      <Stack gap="lg">
        <ReviewFacts review={review} />
        <StateNotice organization={organization} review={review} isOwner={isOwner} />
        {review.state !== 'scheduled' && <ReviewItems isOwner={isOwner} organization={organization} review={review} />}
      </Stack>
    </section>
  );
}

function Since({ at }: { readonly at: string }) {
  return (
    <>
      , since <TimeText at={at} />.
    </>
  );
}

function ReviewFacts({ review }: { readonly review: Review }) {
  return (
    <FactList>
      <Fact label="State">
        <ReviewStateBadge state={review.state} />
      </Fact>
      {review.state !== 'scheduled' && (
        <Fact label="Progress">
          <ReviewProgress counts={review.counts} />
        </Fact>
      )}
      <Fact label={endOf(review).label}>
        <DayText at={endOf(review).at} />
      </Fact>
      <Fact label="Reviewers">{REVIEWERS[review.reviewers]}</Fact>
      <Fact label="Undecided tokens">{UNDECIDED[review.undecided]} at the end</Fact>
      <Fact label="Repeats">{describeSeries(review)}</Fact>
      <Fact label="Started by">{review.startedBy}</Fact>
    </FactList>
  );
}

interface OfReviewProps {
  readonly organization: string;
  readonly review: Review;
}

function StateNotice({ organization, review, isOwner }: OfReviewProps & { readonly isOwner: boolean }) {
  const { id, state, startsAt, closedAt, cancelledAt, cancelledBy, cancelledBecause, finishedBy } = review;
  if (state === 'scheduled') {
    return (
      <Alert color="gray">
        It starts by itself <TimeText at={startsAt} />. Cancel it to end the series.
      </Alert>
    );
  }
  if (state === 'preparing') return <Alert color="gray">The server is listing the access tokens.</Alert>;
  if (state === 'closing')
    return <Alert color="gray">The server is writing the evidence. Nobody can decide now.</Alert>;
  if (state === 'cancelled') {
    return (
      <Alert color="gray">
        {cancelledBy === null ? 'The server' : cancelledBy} cancelled it {cancelledAt && <TimeText at={cancelledAt} />}
        {cancelledBecause !== null && `, because ${cancelledBecause}`}.{' '}
        {cancelledBy === null ? 'No later review of its series begins.' : 'What was blocked stays blocked.'}
      </Alert>
    );
  }
  if (state !== 'closed' || closedAt === null) return null;
  return (
    <Alert color="teal" title="This review is closed">
      {finishedBy === null ? 'It ended' : `${finishedBy} finished it`} <TimeText at={closedAt} />, and nothing about it
      can change any more.{' '}
      {isOwner && (
        <>
          Its evidence is a{' '}
          <Anchor href={evidenceAddress(organization, id)} inherit underline="always">
            signed file
          </Anchor>
          , which <code>lanyard verify</code> checks without this server, and a{' '}
          <Anchor href={evidenceAddress(organization, id, 'html')} inherit underline="always">
            page to print
          </Anchor>
          .
        </>
      )}
    </Alert>
  );
}

function OwnerActions({ organization, review }: OfReviewProps) {
  const { id, state, counts, undecided } = review;
  const [isFinishing, finishing] = useDisclosure();
  const [isCancelling, cancelling] = useDisclosure();
  const finish = useFinishReview(organization, id);
  const cancel = useCancelReview(organization, id);
  const { refetch } = useQuery({ ...heldReviewQuery(organization, id), enabled: false });
  const askToFinish = () => {
    // Other reviewers may have decided since the page was loaded.
    void refetch();
    finishing.open();
  };
  if (state !== 'open' && state !== 'scheduled' && state !== 'preparing') return null;
  return (
    <Group gap="xs">
      {state === 'open' && <Button onClick={askToFinish}>Finish review</Button>}
      <Button variant="default" onClick={cancelling.open}>
        Cancel review
      </Button>
      <ConfirmDialog
        title="Finish the review?"
        action="Finish review"
        change={finish}
        isOpen={isFinishing}
        onClose={finishing.close}
        onConfirm={() => finish.mutate(undefined, { onSuccess: finishing.close })}
      >
        {counts.undecided > 0 &&
          `${counts.undecided === 1 ? 'One token' : `${counts.undecided} tokens`} without a decision ${undecided === 'keep' ? 'will be kept' : 'will be blocked here'}. `}
        {counts.undecided > 0 && undecided === 'block' && 'A token of the organization is deactivated instead. '}
        Nobody can change a decision after that.
      </ConfirmDialog>
      <ConfirmDialog
        title="Cancel the review?"
        action="Cancel review"
        change={cancel}
        isOpen={isCancelling}
        onClose={cancelling.close}
        onConfirm={() => cancel.mutate(undefined, { onSuccess: cancelling.close })}
      >
        It leaves no evidence, and reviews that would follow it do not start. What was blocked stays blocked.
      </ConfirmDialog>
    </Group>
  );
}
