import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { NewToken } from '../../../api/types.ts';
import { type Expiration, expirationFault, expiresAtOf } from '../../../parts/expiration.ts';
import { ExpirationField } from '../../../parts/expiration-field.tsx';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { showFormFault } from '../../../parts/form-fault.ts';
import { type GrantChoice, grantChoiceFault, grantsOf } from '../../../parts/grant-choice.ts';
import { GrantField } from '../../../parts/grant-field.tsx';
import { StepHead } from './step-head.tsx';
import { useFirstToken } from './use-setup.ts';

interface FormValues extends Record<string, unknown> {
  readonly description: string;
  readonly expiresAt: Expiration;
  readonly grants: GrantChoice;
}

const INITIAL: FormValues = {
  description: '',
  expiresAt: { choice: '90', date: '' },
  grants: { reach: 'all', patterns: [], actions: ['pull', 'push'] },
};

export function TokenStep({ onMade }: { readonly onMade: (made: NewToken) => void }) {
  const [fault, setFault] = useState<unknown>();
  const create = useFirstToken(onMade);
  const form = useForm<FormValues>({
    initialValues: INITIAL,
    validate: {
      description: (value) => (value.trim() === '' ? 'Say where it will be used, as “my laptop”' : null),
      expiresAt: (value) => expirationFault(value, Date.now()),
      grants: grantChoiceFault,
    },
  });
  const submit = ({ description, expiresAt, grants }: FormValues) =>
    create.mutate(
      {
        description: description.trim(),
        expiresAt: expiresAtOf(expiresAt, Date.now()) ?? null,
        grants: grantsOf(grants),
      },
      { onError: (error) => setFault(showFormFault(form, error)) },
    );
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="lg">
        <StepHead title="Make the first access token">
          It stands in for your password wherever docker, podman or a build logs in.
        </StepHead>
        <FaultAlert fault={fault} />
        <TextInput
          label="Description"
          description="Where it will be used, so that you know it again"
          placeholder="my laptop"
          maxLength={100}
          autoFocus
          {...form.getInputProps('description')}
        />
        <GrantField
          value={form.values.grants}
          onChange={(value) => form.setFieldValue('grants', value)}
          error={form.errors.grants as string | undefined}
          repositories={[]}
          withReach={false}
        />
        <ExpirationField
          value={form.values.expiresAt}
          onChange={(value) => form.setFieldValue('expiresAt', value)}
          error={form.errors.expiresAt as string | undefined}
        />
        <div>
          <Button type="submit" loading={create.isPending}>
            Make the token
          </Button>
        </div>
      </Stack>
    </form>
  );
}
