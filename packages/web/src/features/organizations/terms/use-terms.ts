import { notifications } from '@mantine/notifications';
import { queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../../api/client.ts';
import type { MemberTerms } from '../../../api/types.ts';
import { keyOf, useOrganizationChange } from '../use-organization.ts';

const ADDRESS = '/api/organizations/{organization}/membership/terms';

export const termsQuery = (organization: string) =>
  queryOptions({
    queryKey: [...keyOf(organization), 'terms'],
    queryFn: () => answerOf(client.GET(ADDRESS, { params: { path: { organization } } })),
  });

/** Accepts the account-wide rules as they were shown. If they became stricter meanwhile, they are read again. */
export function useAcceptTerms(organization: string, onAccepted: () => void) {
  return useOrganizationChange(organization, async (terms: MemberTerms['terms']) => {
    await answerOf(client.POST(ADDRESS, { params: { path: { organization } }, body: { terms } }));
    notifications.show({ message: `You accepted the rules of ${organization}.` });
    // Before everything is read again: what asked for it is gone then.
    onAccepted();
  });
}
