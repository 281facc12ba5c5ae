import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { showFormFault } from '../../../parts/form-fault.ts';
import { useCreateOrganization } from '../../organizations/use-organizations.ts';
import { StepHead } from './step-head.tsx';

export function OrganizationStep({ onSkip }: { readonly onSkip: () => void }) {
  const [fault, setFault] = useState<unknown>();
  const create = useCreateOrganization();
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() === '' ? 'Choose a name, or skip this step' : null) },
  });
  const submit = ({ name }: { readonly name: string }) =>
    create.mutate(name.trim(), { onError: (error) => setFault(showFormFault(form, error)) });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <StepHead title="Make the first organization">
          It holds the repositories that several people share, with teams and rights. You will own it, and can make more
          of them later.
        </StepHead>
        <FaultAlert fault={fault} />
        <TextInput
          label="Name of the organization"
          description="Its repositories begin with it, as in acme/app. It cannot be changed later."
          placeholder="acme"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
          autoFocus
          {...form.getInputProps('name')}
        />
        <Group>
          <Button type="submit" loading={create.isPending}>
            Make the organization
          </Button>
          <Button variant="default" onClick={onSkip}>
            Skip
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
