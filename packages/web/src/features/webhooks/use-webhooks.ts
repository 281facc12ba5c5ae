import type { WebhookEvent } from '@lanyard/core/webhooks/webhook-events';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { SIGNED_IN } from '../../api/session.ts';
import type { WebhookForm } from '../../api/types.ts';

const ADDRESS = '/api/organizations/{organization}/webhooks';

export function webhooksQuery(organization: string) {
  return queryOptions({
    queryKey: [SIGNED_IN, 'webhooks', organization],
    queryFn: () => answerOf(client.GET(ADDRESS, { params: { path: { organization } } })),
  });
}

export const DELIVERIES_PAGE_SIZE = 10;

export function deliveriesQuery(organization: string, id: string, page: number) {
  const params = { path: { organization, id }, query: { page, pageSize: DELIVERIES_PAGE_SIZE } };
  return queryOptions({
    queryKey: [SIGNED_IN, 'webhooks', organization, id, page],
    queryFn: () => answerOf(client.GET(`${ADDRESS}/{id}/deliveries`, { params })),
  });
}

export interface NewWebhook {
  readonly url: string;
  readonly description: string;
  /** An empty list means all, but not checkpoints. */
  readonly actions: readonly WebhookEvent[];
  readonly form: WebhookForm;
}

export function useCreateWebhook(organization: string) {
  const params = { path: { organization } };
  return useWebhookChange(organization, ({ actions, ...input }: NewWebhook) =>
    answerOf(client.POST(ADDRESS, { params, body: { ...input, actions: [...actions] } })),
  );
}

export function useSetActive(organization: string, id: string) {
  const params = { path: { organization, id } };
  return useWebhookChange(organization, (active: boolean) =>
    answerOf(client.PATCH(`${ADDRESS}/{id}`, { params, body: { active } })),
  );
}

export function useRotateSecret(organization: string, id: string) {
  const params = { path: { organization, id } };
  return useWebhookChange(organization, () => answerOf(client.POST(`${ADDRESS}/{id}/rotate-secret`, { params })));
}

export function useTestWebhook(organization: string, id: string) {
  const params = { path: { organization, id } };
  return useWebhookChange(organization, () => answerOf(client.POST(`${ADDRESS}/{id}/test`, { params })));
}

export function useReplay(organization: string, id: string) {
  return useWebhookChange(organization, (delivery: string) => {
    const params = { path: { organization, id, delivery } };
    return answerOf(client.POST(`${ADDRESS}/{id}/deliveries/{delivery}/replay`, { params }));
  });
}

export function useDeleteWebhook(organization: string, id: string) {
  const params = { path: { organization, id } };
  return useWebhookChange(organization, () => answerOf(client.DELETE(`${ADDRESS}/{id}`, { params })));
}

function useWebhookChange<Variables, Data>(organization: string, mutationFn: (variables: Variables) => Promise<Data>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => queryClient.invalidateQueries({ queryKey: webhooksQuery(organization).queryKey }),
  });
}
