import { z } from 'zod';
import type { Route } from '../../http/route.ts';
import { tokenCollection, tokenId } from './token-collection.ts';

/** The caller's own. */
export const tokenRoutes: readonly Route[] = tokenCollection<object>({
  path: '/api/tokens',
  owner: 'account',
  scope: 'own',
  params: z.strictObject({}),
  memberParams: z.strictObject({ id: tokenId }),
  whose: ({ account }) => ({ account }),
});
