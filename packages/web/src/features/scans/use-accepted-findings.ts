import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { AcceptedFinding } from '../../api/types.ts';
import { keyOf, useOrganizationChange } from '../organizations/use-organization.ts';

export const ACCEPTED_PAGE_SIZE = 10;

/** What identifies a finding in all images of a repository. */
export type FindingKey = Pick<AcceptedFinding, 'kind' | 'finding' | 'place'>;

export interface NewAcceptance extends FindingKey {
  readonly digest: string;
  readonly reason: string;
  readonly endsAt: string;
}

/** "Test.Eicar in usr/bin/tool", or "not scanned: srv/large" */
export function findingText({ finding, place }: FindingKey): string {
  return finding === '' ? `not scanned: ${place}` : `${finding} in ${place}`;
}

export const acceptedFindingsQuery = (organization: string, name: string, page: number) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'repository', name, 'accepted-findings', page],
    queryFn: () => {
      const query = { name, page, pageSize: ACCEPTED_PAGE_SIZE };
      return answerOf(client.GET('/api/repository/accepted-findings', { params: { query } }));
    },
    placeholderData: keepPreviousData,
  });

export function useAcceptFinding(organization: string, name: string) {
  return useOrganizationChange(organization, (body: NewAcceptance) =>
    answerOf(client.POST('/api/repository/accepted-findings', { params: { query: { name } }, body })),
  );
}

export function useEndAcceptance(organization: string, name: string) {
  return useOrganizationChange(organization, ({ id }: Pick<AcceptedFinding, 'id'>) =>
    answerOf(client.DELETE('/api/repository/accepted-findings', { params: { query: { name, id } } })),
  );
}
