import { Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { REGISTRIES } from './registries-query.ts';

interface AddRegistryProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function AddRegistry({ isOpen, onClose }: AddRegistryProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Add registry" centered>
      <AddForm onClose={onClose} />
    </Modal>
  );
}

function AddForm({ onClose }: Pick<AddRegistryProps, 'onClose'>) {
  const queryClient = useQueryClient();
  const form = useForm<{ name: string; kind: 'distribution' | 'zot'; hosts: string }>({
    initialValues: { name: '', kind: 'distribution', hosts: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Enter a name' : null),
      hosts: (value) => (value.trim() === '' ? 'Enter the address that people type' : null),
    },
  });
  const [fault, showFault] = useFormFault(form);
  const add = useMutation({
    mutationFn: ({ name, kind, hosts }: typeof form.values) => {
      // The service is a name that only the registry and this server see.
      const body = { name: name.trim(), service: name.trim(), kind, hosts: [hosts.trim()] };
      return answerOf(client.POST('/api/registries', { body }));
    },
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: [REGISTRIES] });
    },
    onError: showFault,
  });
  return (
    <form onSubmit={form.onSubmit((values) => add.mutate(values))} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <TextInput
          label="Name"
          description="Only administrators see it. Use lower-case letters and digits, with hyphens between them."
          maxLength={100}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          label="Address"
          description="As people type it in docker login: registry.example.com"
          maxLength={300}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('hosts')}
        />
        <Radio.Group label="Kind" {...form.getInputProps('kind')}>
          <Stack gap="xs" mt="xs">
            <Radio value="distribution" label="CNCF Distribution" description="Keys rotate without a restart" />
            <Radio value="zot" label="zot" description="One fixed key" />
          </Stack>
        </Radio.Group>
        <FormButtons action="Add registry" isBusy={add.isPending} onClose={onClose} />
      </Stack>
    </form>
  );
}
