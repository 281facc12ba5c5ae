import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { paths } from '../../api/generated/schema.d.ts';
import { SIGNED_IN } from '../../api/session.ts';
import type { Exemption } from '../../api/types.ts';
import { accessReviewKeyOf } from '../access-review/use-access-review.ts';

/** The first part of the keys of what rules stop. */
export const STOPS = [SIGNED_IN, 'token-stops'];

/** Where rules stop tokens: those of the account, or of the organization itself. */
export function tokenStopsQuery(organization: string | undefined) {
  return queryOptions({
    queryKey: [...STOPS, organization],
    queryFn: () =>
      organization === undefined
        ? answerOf(client.GET('/api/account/token-stops'))
        : answerOf(client.GET('/api/organizations/{organization}/token-stops', { params: { path: { organization } } })),
    staleTime: 60_000,
  });
}

interface LetIn {
  readonly id: string;
  readonly organization: string;
  /** Whether an owner does it, for a token of the organization itself. */
  readonly asOwner: boolean;
}

export function useLetIn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, organization, asOwner }: LetIn) =>
      asOwner
        ? answerOf(
            client.POST('/api/organizations/{organization}/access-review/tokens/{id}/let-in', {
              params: { path: { organization, id } },
            }),
          )
        : answerOf(client.POST('/api/tokens/{id}/let-in', { params: { path: { id } }, body: { organization } })),
    onSettled: (_answer, _fault, { organization }) =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: STOPS }),
        queryClient.invalidateQueries({ queryKey: accessReviewKeyOf(organization) }),
      ]),
  });
}

export const EXEMPTIONS_PAGE_SIZE = 25;
const EXEMPTIONS = '/api/organizations/{organization}/exemptions';

export function exemptionsQuery(organization: string, page: number) {
  const query = { page, pageSize: EXEMPTIONS_PAGE_SIZE };
  return queryOptions({
    queryKey: [...accessReviewKeyOf(organization), 'exemptions', page],
    queryFn: () => answerOf(client.GET(EXEMPTIONS, { params: { path: { organization }, query } })),
    placeholderData: keepPreviousData,
  });
}

export type NewExemption = NonNullable<
  paths['/api/organizations/{organization}/exemptions']['post']['requestBody']
>['content']['application/json'];

export function useExempt(organization: string) {
  const queryClient = useQueryClient();
  const params = { path: { organization } };
  return useMutation({
    mutationFn: (body: NewExemption) => answerOf(client.POST(EXEMPTIONS, { params, body })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: accessReviewKeyOf(organization) }),
  });
}

export function useEndExemption(organization: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ rule, subject }: Pick<Exemption, 'rule' | 'subject'>) => {
      const params = { path: { organization, rule, subject } };
      return answerOf(client.DELETE(`${EXEMPTIONS}/{rule}/{subject}`, { params }));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: accessReviewKeyOf(organization) }),
  });
}
