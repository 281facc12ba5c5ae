import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { showFormFault } from '../../parts/form-fault.ts';
import classes from './sign-in.module.css';
import { useAddDomain } from './use-domains.ts';

interface AddDomainProps {
  readonly organization: string;
}

export function AddDomain({ organization }: AddDomainProps) {
  const add = useAddDomain(organization);
  const [fault, setFault] = useState<unknown>();
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() === '' ? 'Name a domain, as example.com' : null) },
  });
  const submit = ({ name }: { readonly name: string }) =>
    add.mutate(name.trim(), {
      onSuccess: () => {
        setFault(undefined);
        form.reset();
      },
      onError: (error) => setFault(showFormFault(form, error)),
    });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="xs">
        <FaultAlert fault={fault} />
        <TextInput
          label="Add a domain"
          placeholder="example.com"
          maxLength={253}
          autoCapitalize="none"
          spellCheck={false}
          inputMode="url"
          inputContainer={(input) => (
            <Group gap="xs" wrap="nowrap">
              <div className={classes.field}>{input}</div>
              <Button type="submit" variant="default" loading={add.isPending}>
                Add
              </Button>
            </Group>
          )}
          {...form.getInputProps('name')}
        />
      </Stack>
    </form>
  );
}
