import { useQuery } from '@tanstack/react-query';
import type { Membership } from '../../api/types.ts';
import { organizationsQuery } from '../organizations/use-organization.ts';

/** The organizations that the account belongs to; none until they are known. */
export function useMemberships(): readonly Membership[] {
  return useQuery(organizationsQuery).data?.organizations ?? [];
}
