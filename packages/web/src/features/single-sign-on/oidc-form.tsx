import { PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { FaultAlert, showFormFault } from '../../parts/fault-alert.tsx';
import { ConnectionButtons, GroupTeamsField } from './connection-fields.tsx';
import {
  GROUP_TEAM_RULES,
  type OidcConnection,
  type OidcValues,
  oidcInput,
  oidcValuesOf,
} from './connection-values.ts';
import { usePutConnection } from './use-single-sign-on.ts';

interface OidcFormProps {
  readonly organization: string;
  /** As it is; undefined where there is none of this kind. */
  readonly connection: OidcConnection | undefined;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

export function OidcForm({ organization, connection, onSaved, onClose }: OidcFormProps) {
  const put = usePutConnection(organization);
  const [fault, setFault] = useState<unknown>();
  const form = useForm<OidcValues>({
    initialValues: oidcValuesOf(connection),
    validate: {
      issuer: (value) => (/^https?:\/\/\S+$/.test(value.trim()) ? null : 'An address that begins with https://'),
      clientId: (value) => (value.trim() === '' ? 'The provider tells it' : null),
      clientSecret: (value, { issuer }) =>
        value === '' && connection?.issuer !== issuer.trim() ? 'The provider tells it' : null,
      groupsClaim: (value) => (value.trim() === '' ? 'As “groups”' : null),
      groupTeams: GROUP_TEAM_RULES,
    },
  });
  const submit = (values: OidcValues) =>
    put.mutate(oidcInput(values), {
      onSuccess: onSaved,
      onError: (error) => setFault(showFormFault(form, error)),
    });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <Title order={3} size="h4">
          Then, here
        </Title>
        <FaultAlert fault={fault} />
        <TextInput
          label="Issuer"
          description="The rest is found at its /.well-known/openid-configuration"
          placeholder="https://login.example.com"
          maxLength={500}
          autoCapitalize="none"
          spellCheck={false}
          inputMode="url"
          {...form.getInputProps('issuer')}
        />
        <TextInput
          label="Client id"
          maxLength={200}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('clientId')}
        />
        <PasswordInput
          label="Client secret"
          description={connection && 'Left empty, the one before stays'}
          maxLength={1000}
          autoComplete="new-password"
          {...form.getInputProps('clientSecret')}
        />
        <TextInput
          label="Claim of the groups"
          description="The claim of the ID token or of userinfo that holds the names of a person's groups"
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('groupsClaim')}
        />
        <GroupTeamsField
          organization={organization}
          form={form}
          onAdd={() => form.insertListItem('groupTeams', { group: '', team: '' })}
        />
        <ConnectionButtons isNew={!connection} isBusy={put.isPending} onClose={onClose} />
      </Stack>
    </form>
  );
}
