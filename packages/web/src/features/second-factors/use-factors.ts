import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { sessionQuery } from '../../api/session.ts';
import { makePasskey } from '../../api/web-authn.ts';

/** The properties of the dialogs that add a second factor. */
export interface AddFactorProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The first factor comes with recovery codes. */
  readonly onAdded: (recoveryCodes: readonly string[] | null) => void;
}

export const factorsQuery = queryOptions({
  queryKey: ['factors'],
  queryFn: () => answerOf(client.GET('/api/account/factors')),
});

/** A new seed for each dialog. */
export function useOfferedTotp() {
  return useMutation({ mutationFn: () => answerOf(client.POST('/api/account/factors/totp/offer')) });
}

export function useAddTotp() {
  return useFactorChange((body: { readonly name: string; readonly code: string }) =>
    answerOf(client.POST('/api/account/factors/totp', { body })),
  );
}

export function useAddPasskey() {
  return useFactorChange(async (name: string) => {
    const options = await answerOf(client.POST('/api/account/factors/passkeys/offer'));
    const passkey = await makePasskey(options);
    return answerOf(client.POST('/api/account/factors/passkeys', { body: { name, passkey } }));
  });
}

export function useRenameFactor() {
  return useFactorChange(({ id, name }: { readonly id: string; readonly name: string }) =>
    answerOf(client.PATCH('/api/account/factors/{id}', { params: { path: { id } }, body: { name } })),
  );
}

export function useRemoveFactor() {
  return useFactorChange((id: string) =>
    answerOf(client.DELETE('/api/account/factors/{id}', { params: { path: { id } } })),
  );
}

export function useRenewRecoveryCodes() {
  return useFactorChange(() => answerOf(client.POST('/api/account/recovery-codes')));
}

/** The session is read again too, because it says whether an organization requires a second factor. */
function useFactorChange<Variables, Data>(mutationFn: (variables: Variables) => Promise<Data>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: factorsQuery.queryKey });
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
}
