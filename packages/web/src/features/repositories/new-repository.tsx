import { Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Repository } from '../../api/types.ts';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { useCreateRepository } from './use-repositories.ts';

interface NewRepositoryProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Called with the whole name. */
  readonly onCreated: (name: string) => void;
}

export function NewRepository(props: NewRepositoryProps) {
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title="New repository" centered>
      <NewRepositoryForm {...props} />
    </Modal>
  );
}

function NewRepositoryForm({ onClose, onCreated }: NewRepositoryProps) {
  const { name: organization, policy } = useOrganization();
  const create = useCreateRepository(organization);
  const form = useForm<{ name: string; visibility: Repository['visibility'] }>({
    initialValues: { name: '', visibility: policy.defaultVisibility },
    validate: { name: (value) => (value.trim() === '' ? 'Enter a name' : null) },
  });
  const [fault, showFault] = useFormFault(form);
  const submit = ({ name, visibility }: ReturnType<typeof form.getValues>) =>
    create.mutate(
      { name: `${organization}/${name.trim()}`, visibility },
      {
        onSuccess: (created) => {
          onClose();
          onCreated(created.name);
        },
        onError: showFault,
      },
    );
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <TextInput
          label={`Name, after ${organization}/`}
          description="Use lower-case letters and digits, with . _ - and / between them"
          placeholder="app"
          maxLength={255}
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Radio.Group label="Visibility" {...form.getInputProps('visibility')}>
          <Stack gap="xs" mt="xs">
            <Radio value="private" label="Private" description="Only people with permission can pull" />
            <Radio value="public" label="Public" description="Everyone can pull without signing in" />
          </Stack>
        </Radio.Group>
        <FormButtons action="Create repository" isBusy={create.isPending} onClose={onClose} />
      </Stack>
    </form>
  );
}
