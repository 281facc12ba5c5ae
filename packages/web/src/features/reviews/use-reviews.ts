import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { SIGNED_IN } from '../../api/session.ts';
import type { NewReview, Review, ReviewDecision, ReviewItemsQuery } from '../../api/types.ts';
import { accessReviewKeyOf } from '../access-review/use-access-review.ts';
import { OVERVIEW_KEY } from '../overview/overview-query.ts';

const LIST = '/api/organizations/{organization}/reviews';
const ONE = '/api/organizations/{organization}/reviews/{id}';

export const REVIEWS_PAGE_SIZE = 25;
export const ITEMS_PAGE_SIZE = 50;
/** While the server prepares or closes a review, the page asks how far it is. */
const POLL_MILLISECONDS = 2_000;
/** What other reviewers decide shows in the progress. */
const PROGRESS_MILLISECONDS = 15_000;

const keyOf = (organization: string) => [SIGNED_IN, 'reviews', organization];

export const reviewsQuery = (organization: string, page: number) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'list', page],
    queryFn: () => {
      const query = { page, pageSize: REVIEWS_PAGE_SIZE };
      return answerOf(client.GET(LIST, { params: { path: { organization }, query } }));
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.reviews.some(isAtWork) ? POLL_MILLISECONDS : false),
  });

export const heldReviewQuery = (organization: string, id: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'one', id],
    queryFn: () => answerOf(client.GET(ONE, { params: { path: { organization, id } } })),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? POLL_MILLISECONDS : PROGRESS_MILLISECONDS),
  });

function isAtWork({ state }: Pick<Review, 'state'>): boolean {
  return state === 'preparing' || state === 'closing';
}

export type ItemFilter = { readonly [_ in keyof ReviewItemsQuery]: ReviewItemsQuery[_] | undefined };

export const reviewItemsQuery = (organization: string, id: string, filter: ItemFilter) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'items', id, filter],
    queryFn: () => {
      // What is undefined is not sent.
      const query = { pageSize: ITEMS_PAGE_SIZE, ...filter } as ReviewItemsQuery;
      const params = { path: { organization, id }, query };
      return answerOf(client.GET(`${ONE}/items`, { params }));
    },
    placeholderData: keepPreviousData,
  });

export function useStartReview(organization: string) {
  return useReviewChange(organization, (body: NewReview) =>
    answerOf(client.POST(LIST, { params: { path: { organization } }, body })),
  );
}

export function useDecide(organization: string, id: string) {
  return useReviewChange(organization, (body: ReviewDecision) =>
    answerOf(client.POST(`${ONE}/decisions`, { params: { path: { organization, id } }, body })),
  );
}

export function useFinishReview(organization: string, id: string) {
  const params = { path: { organization, id } };
  return useReviewChange(organization, () => answerOf(client.POST(`${ONE}/finish`, { params })));
}

export function useCancelReview(organization: string, id: string) {
  const params = { path: { organization, id } };
  return useReviewChange(organization, () => answerOf(client.POST(`${ONE}/cancel`, { params })));
}

function useReviewChange<Input, Result>(organization: string, change: (input: Input) => Promise<Result>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    // What is blocked in a review is blocked in the list of all tokens.
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keyOf(organization) }),
        queryClient.invalidateQueries({ queryKey: accessReviewKeyOf(organization) }),
        // It shows what still waits.
        queryClient.invalidateQueries({ queryKey: OVERVIEW_KEY }),
      ]),
  });
}

/** The address of the signed file, or of the page that is made for printing. */
export function evidenceAddress(organization: string, id: string, format?: 'html'): string {
  return `/api/organizations/${organization}/reviews/${id}/evidence${format ? `?format=${format}` : ''}`;
}
