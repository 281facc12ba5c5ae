import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { AuditQuery } from '../../api/types.ts';

export const auditQuery = (query: AuditQuery) =>
  queryOptions({
    queryKey: ['audit', query],
    queryFn: () => answerOf(client.GET('/api/audit', { params: { query } })),
    placeholderData: keepPreviousData,
  });
