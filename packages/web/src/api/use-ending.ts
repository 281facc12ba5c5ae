import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SIGNED_IN } from './session.ts';

/** A mutation that ends sessions or command lines. Their lists are read again, also after a fault. */
export function useEnding<Variables>(mutationFn: (variables: Variables) => Promise<unknown>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: [SIGNED_IN] });
      await queryClient.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
}
