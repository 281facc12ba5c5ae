import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { REGISTRIES } from './registries-query.ts';

interface InternalAddressFormProps {
  readonly name: string;
  readonly internalUrl: string | null;
}

/** The address that only the server uses. */
export function InternalAddressForm({ name, internalUrl }: InternalAddressFormProps) {
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (text: string) => {
      const body = { internalUrl: text.trim() === '' ? null : text.trim() };
      return answerOf(client.PATCH('/api/registries/{name}', { params: { path: { name } }, body }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [REGISTRIES] }),
  });
  const form = useForm({ initialValues: { internalUrl: internalUrl ?? '' } });
  const [fault, showFault] = useFormFault(form);
  const onSuccess = (kept: { readonly internalUrl: string | null }) => {
    showFault(undefined);
    form.setValues({ internalUrl: kept.internalUrl ?? '' });
    notifications.show({ message: 'Saved.' });
  };
  const submit = (values: { internalUrl: string }) =>
    save.mutate(values.internalUrl, { onSuccess, onError: showFault });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack align="flex-start" gap="xs">
        <FaultAlert fault={fault} />
        <TextInput
          label="Internal address"
          description="Where this server reaches the registry, if people reach it through a proxy or a gate. Leave empty to use the address above."
          placeholder="http://10.0.0.5:5000"
          autoCapitalize="none"
          spellCheck={false}
          maw={500}
          w="100%"
          {...form.getInputProps('internalUrl')}
        />
        <Button type="submit" variant="default" loading={save.isPending} aria-label="Save the internal address">
          Save
        </Button>
      </Stack>
    </form>
  );
}
