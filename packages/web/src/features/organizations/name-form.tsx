import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { FaultAlert, showFormFault } from '../../parts/fault-alert.tsx';

interface NameFormProps<Made> {
  readonly description: string;
  readonly placeholder: string;
  readonly action: string;
  readonly create: UseMutationResult<Made, Error, string>;
  readonly onMade: (made: Made) => void;
  readonly onClose: () => void;
}

/** All that is asked for something new is its name. */
export function NameForm<Made>({ description, placeholder, action, create, onMade, onClose }: NameFormProps<Made>) {
  const [fault, setFault] = useState<unknown>();
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() === '' ? 'Give it a name' : null) },
  });
  const submit = ({ name }: { readonly name: string }) =>
    create.mutate(name.trim(), { onSuccess: onMade, onError: (error) => setFault(showFormFault(form, error)) });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <TextInput
          label="Name"
          description={description}
          placeholder={placeholder}
          maxLength={100}
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
