import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { Repository } from '../../api/types.ts';
import { FaultAlert, showFormFault } from '../../parts/fault-alert.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { useCreateRepository } from './use-repositories.ts';

interface NewRepositoryProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Hears its whole name. */
  readonly onMade: (name: string) => void;
}

export function NewRepository(props: NewRepositoryProps) {
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title="New repository" centered>
      <NewRepositoryForm {...props} />
    </Modal>
  );
}

function NewRepositoryForm({ onClose, onMade }: NewRepositoryProps) {
  const { name: organization, policy } = useOrganization();
  const create = useCreateRepository(organization);
  const [fault, setFault] = useState<unknown>();
  const form = useForm<{ name: string; visibility: Repository['visibility'] }>({
    initialValues: { name: '', visibility: policy.defaultVisibility },
    validate: { name: (value) => (value.trim() === '' ? 'Give it a name' : null) },
  });
  const submit = ({ name, visibility }: ReturnType<typeof form.getValues>) =>
    create.mutate(
      { name: `${organization}/${name.trim()}`, visibility },
      {
        onSuccess: (made) => {
          onClose();
          onMade(made.name);
        },
        onError: (error) => setFault(showFormFault(form, error)),
      },
    );
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <TextInput
          label={`Name, after ${organization}/`}
          description="Lower-case letters and digits, with inner . _ - and /"
          placeholder="app"
          maxLength={255}
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Radio.Group label="Visibility" {...form.getInputProps('visibility')}>
          <Stack gap="xs" mt="xs">
            <Radio value="private" label="Private" description="Pulled by those who have a right to it" />
            <Radio value="public" label="Public" description="Pulled by everybody, without signing in" />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Make the repository
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
