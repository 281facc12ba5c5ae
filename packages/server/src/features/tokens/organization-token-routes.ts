import { z } from 'zod';
import type { Route } from '../../http/route.ts';
import { tokenCollection, tokenId } from './token-collection.ts';

const organization = z.string().max(100);

/** For owners of the organization; whoever uses such a token signs in to a registry with the organization's name. */
export const organizationTokenRoutes: readonly Route[] = tokenCollection({
  path: '/api/organizations/:organization/tokens',
  owner: 'organization',
  scope: 'owner',
  params: z.strictObject({ organization }),
  memberParams: z.strictObject({ organization, id: tokenId }),
  whose: (_caller, params) => ({ organization: params.organization }),
});
