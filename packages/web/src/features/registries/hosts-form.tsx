import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answerOf, client } from '../../api/client.ts';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { REGISTRIES } from './registries-query.ts';

interface HostsFormProps {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly label?: string;
  readonly action?: string;
  readonly isRequired?: boolean;
  /** A second button, beside the one that saves. */
  readonly other?: ReactNode;
}

/** Without a host, `lanyard login` must ask every person whether they know the registry. */
export function HostsForm({ name, hosts, label = 'Address', action = 'Save', isRequired, other }: HostsFormProps) {
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (text: string) =>
      answerOf(client.PATCH('/api/registries/{name}', { params: { path: { name } }, body: { hosts: hostsIn(text) } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [REGISTRIES] }),
  });
  const form = useForm({
    initialValues: { hosts: hosts.join(' ') },
    validate: { hosts: (text) => (isRequired && text.trim() === '' ? 'Enter an address, or skip this step' : null) },
  });
  const [fault, showFault] = useFormFault(form);
  const onSuccess = ({ hosts: kept }: { readonly hosts: readonly string[] }) => {
    showFault(undefined);
    // In the canonical form that the server stores.
    form.setValues({ hosts: kept.join(' ') });
    notifications.show({ message: 'Saved.' });
  };
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values.hosts, { onSuccess, onError: showFault }))} noValidate>
      <Stack align="flex-start" gap="xs">
        <FaultAlert fault={fault} />
        <TextInput
          label={label}
          description="As people type it, such as registry.example.com or localhost:5000. Separate several addresses with spaces; the pages show the first one. lanyard login gives an access token to no other registry."
          placeholder="registry.example.com"
          autoCapitalize="none"
          spellCheck={false}
          maw={500}
          {...form.getInputProps('hosts')}
        />
        <Group>
          <Button type="submit" variant={isRequired ? 'filled' : 'default'} loading={save.isPending}>
            {action}
          </Button>
          {other}
        </Group>
      </Stack>
    </form>
  );
}

function hostsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((host) => host !== '');
}
