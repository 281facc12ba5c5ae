import { PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { ConnectionButtons, type ConnectionFields, GroupTeamsField } from './connection-fields.tsx';
import {
  GROUP_TEAM_RULES,
  type OidcConnection,
  type OidcValues,
  oidcInput,
  oidcValuesOf,
} from './connection-values.ts';
import { usePutConnection } from './use-single-sign-on.ts';

export function OidcForm({ organization, connection, onSaved, onClose }: ConnectionFields<OidcConnection>) {
  const put = usePutConnection(organization);
  const form = useForm<OidcValues>({
    initialValues: oidcValuesOf(connection),
    validate: {
      issuer: (value) => (/^https?:\/\/\S+$/.test(value.trim()) ? null : 'Enter an address that starts with https://'),
      clientId: (value) => (value.trim() === '' ? 'Enter the client ID from the provider' : null),
      clientSecret: (value, { issuer }) =>
        value === '' && connection?.issuer !== issuer.trim() ? 'Enter the client secret from the provider' : null,
      groupsClaim: (value) => (value.trim() === '' ? 'Enter a claim, such as “groups”' : null),
      groupTeams: GROUP_TEAM_RULES,
    },
  });
  const [fault, showFault] = useFormFault(form);
  const submit = (values: OidcValues) => put.mutate(oidcInput(values), { onSuccess: onSaved, onError: showFault });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <Title order={3} size="h4">
          2. Here
        </Title>
        <FaultAlert fault={fault} />
        <TextInput
          label="Issuer"
          description="The address of the provider. The rest is read from its /.well-known/openid-configuration."
          placeholder="https://login.example.com"
          maxLength={500}
          autoCapitalize="none"
          spellCheck={false}
          inputMode="url"
          {...form.getInputProps('issuer')}
        />
        <TextInput
          label="Client ID"
          maxLength={200}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('clientId')}
        />
        <PasswordInput
          label="Client secret"
          description={connection && 'Leave empty to keep the current secret'}
          maxLength={1000}
          autoComplete="new-password"
          {...form.getInputProps('clientSecret')}
        />
        <TextInput
          label="Groups claim"
          description="The claim of the ID token, or of userinfo, with the names of a person's groups"
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
