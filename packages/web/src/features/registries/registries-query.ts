import { queryOptions } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';

/** The first part of the keys of all queries about registries. */
export const REGISTRIES = 'registries';

export const registriesQuery = queryOptions({
  queryKey: [REGISTRIES],
  queryFn: () => answerOf(client.GET('/api/registries')),
});

/** The addresses that people type, for everybody. */
export const registryHostsQuery = queryOptions({
  queryKey: [REGISTRIES, 'hosts'],
  queryFn: () => answerOf(client.GET('/api/registry-hosts')),
});
