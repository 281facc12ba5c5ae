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

/**
 * Accepts the account-wide rules that the page showed. If they became stricter in the meantime, they are read again.
 */
export function useAcceptTerms(organization: string, onAccepted: () => void) {
  return useOrganizationChange(organization, async (terms: MemberTerms['terms']) => {
    await answerOf(client.POST(ADDRESS, { params: { path: { organization } }, body: { terms } }));
    notifications.show({ message: `You accepted the rules of ${organization}.` });
    // Called before everything is read again, because the component that asked is gone afterwards.
    onAccepted();
  });
}
