import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, client } from '../../api/client.ts';
import type { NewToken, Organization } from '../../api/types.ts';
import { FaultAlert, showFormFault } from '../../parts/fault-alert.tsx';
import { repositoryNamesQuery } from '../repositories/use-repositories.ts';
import { expiresAtOf } from './expiration.ts';
import { ExpirationField } from './expiration-field.tsx';
import { GrantField } from './grant-field.tsx';
import { grantsOf } from './grants.ts';
import {
  initialValues,
  narrowedByPolicy,
  type OrganizationTokenValues,
  organizationExpirationFault,
  organizationGrantsFault,
} from './token-policy.ts';
import classes from './tokens.module.css';

interface NewOrganizationTokenFormProps {
  readonly organization: Organization;
  readonly onMade: (made: NewToken) => void;
}

export function NewOrganizationTokenForm({ organization, onMade }: NewOrganizationTokenFormProps) {
  const { name, policy } = organization;
  const repositories = useQuery(repositoryNamesQuery(name)).data?.repositories.map((one) => one.name) ?? [];
  const [fault, setFault] = useState<unknown>();
  const form = useForm<OrganizationTokenValues>({
    initialValues: initialValues(name),
    validate: {
      description: (value) => (value.trim() === '' ? 'Say what it is for, as “build server”' : null),
      expiresAt: (value) => organizationExpirationFault(value, policy, Date.now()),
      grants: (value) => organizationGrantsFault(value, name),
    },
  });
  const create = useMutation({
    mutationFn: (values: OrganizationTokenValues) => createToken(name, values),
    onSuccess: onMade,
    onError: (error) => setFault(showFormFault(form, error)),
  });
  const { expiresAt, grants } = form.getValues();
  const narrowed = narrowedByPolicy(grants, policy);
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
          warning={organizationExpirationFault(expiresAt, policy, Date.now()) ?? undefined}
        />
        <GrantField
          value={grants}
          onChange={(value) => form.setFieldValue('grants', value)}
          error={form.errors.grants as string | undefined}
          repositories={[`${name}/*`, ...repositories]}
          withReach={false}
        />
        {narrowed !== undefined && <Alert color="yellow">{narrowed}</Alert>}
        <Group>
          <Button type="submit" loading={create.isPending}>
            Make the token
          </Button>
          <Button component={Link} to={`/organizations/${name}/tokens`} variant="default">
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function createToken(organization: string, values: OrganizationTokenValues): Promise<NewToken> {
  const body = {
    description: values.description.trim(),
    grants: grantsOf(values.grants),
    expiresAt: expiresAtOf(values.expiresAt, Date.now()) ?? null,
  };
  return answerOf(
    client.POST('/api/organizations/{organization}/tokens', { params: { path: { organization } }, body }),
  );
}
