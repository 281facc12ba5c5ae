import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { paths } from '../../api/generated/schema.d.ts';

export type RegistryProduct = paths['/api/registries/{name}/configuration']['get']['parameters']['query']['for'];

const REGISTRIES = 'registries';

export const registriesQuery = queryOptions({
  queryKey: [REGISTRIES],
  queryFn: () => answerOf(client.GET('/api/registries')),
});

export const configurationQuery = (name: string, product: RegistryProduct) =>
  queryOptions({
    queryKey: [REGISTRIES, name, 'configuration', product],
    queryFn: () =>
      answerOf(
        client.GET('/api/registries/{name}/configuration', { params: { path: { name }, query: { for: product } } }),
      ),
  });

/** zot holds one fixed key, so it needs a registry of its own kind. */
export function useAddZotRegistry() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(client.POST('/api/registries', { body: { name: 'zot', service: 'zot', kind: 'zot' } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [REGISTRIES] }),
  });
}
