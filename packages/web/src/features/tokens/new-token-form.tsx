import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, client } from '../../api/client.ts';
import type { NewToken } from '../../api/types.ts';
import { FaultAlert, showFormFault } from '../../parts/fault-alert.tsx';
import { type Expiration, expirationFault, expiresAtOf } from './expiration.ts';
import { ExpirationField } from './expiration-field.tsx';
import { GrantField } from './grant-field.tsx';
import { type GrantChoice, grantChoiceFault, grantsOf } from './grants.ts';
import { policyWarning } from './token-policy.ts';
import classes from './tokens.module.css';
import { useGrantableRepositories } from './use-grantable-repositories.ts';
import { useMemberships } from './use-memberships.ts';

interface FormValues extends Record<string, unknown> {
  readonly description: string;
  readonly expiresAt: Expiration;
  readonly grants: GrantChoice;
}

const INITIAL: FormValues = {
  description: '',
  expiresAt: { choice: '30', date: '' },
  grants: { reach: 'all', patterns: [], actions: ['pull'] },
};

interface NewTokenFormProps {
  readonly onMade: (made: NewToken) => void;
}

export function NewTokenForm({ onMade }: NewTokenFormProps) {
  const repositories = useGrantableRepositories();
  const memberships = useMemberships();
  const [fault, setFault] = useState<unknown>();
  const form = useForm<FormValues>({
    initialValues: INITIAL,
    validate: {
      description: (value) => (value.trim() === '' ? 'Say what it is for, as “build server”' : null),
      expiresAt: (value) => expirationFault(value, Date.now()),
      grants: grantChoiceFault,
    },
  });
  const create = useMutation({
    mutationFn: createToken,
    onSuccess: onMade,
    onError: (error) => setFault(showFormFault(form, error)),
  });
  const { expiresAt, grants } = form.getValues();
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))} className={classes.form} noValidate>
      <Stack gap="xl">
        <FaultAlert fault={fault} />
        <TextInput
          label="Description"
          description="Where it will be used, so that you know it again"
          maxLength={100}
          {...form.getInputProps('description')}
        />
        <ExpirationField
          value={expiresAt}
          onChange={(value) => form.setFieldValue('expiresAt', value)}
          error={form.errors.expiresAt as string | undefined}
          warning={policyWarning(memberships, expiresAtOf(expiresAt, Date.now()), Date.now())}
        />
        <GrantField
          value={grants}
          onChange={(value) => form.setFieldValue('grants', value)}
          error={form.errors.grants as string | undefined}
          repositories={repositories}
        />
        <Group>
          <Button type="submit" loading={create.isPending}>
            Make the token
          </Button>
          <Button component={Link} to="/account/tokens" variant="default">
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function createToken({ description, expiresAt, grants }: FormValues): Promise<NewToken> {
  const body = {
    description: description.trim(),
    grants: grantsOf(grants),
    expiresAt: expiresAtOf(expiresAt, Date.now()) ?? null,
  };
  return answerOf(client.POST('/api/tokens', { body }));
}
