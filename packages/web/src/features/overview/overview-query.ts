import { queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { SIGNED_IN } from '../../api/session.ts';

export const OVERVIEW_KEY = [SIGNED_IN, 'overview'] as const;

export const overviewQuery = queryOptions({
  // It also lists sessions, so it is read again when one ends.
  queryKey: OVERVIEW_KEY,
  queryFn: () => answerOf(client.GET('/api/overview')),
});
