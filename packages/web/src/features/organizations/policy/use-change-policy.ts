import { answerOf, client } from '../../../api/client.ts';
import type { OrganizationPolicy } from '../../../api/types.ts';
import { useOrganizationChange } from '../use-organization.ts';

export function useChangePolicy(organization: string) {
  return useOrganizationChange(organization, (body: Partial<OrganizationPolicy>) => {
    const params = { path: { organization } };
    return answerOf(client.PATCH('/api/organizations/{organization}/policy', { params, body }));
  });
}
