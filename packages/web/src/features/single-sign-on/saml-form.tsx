import { Stack, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { showFormFault } from '../../parts/form-fault.ts';
import { ConnectionButtons } from './connection-buttons.tsx';
import {
  GROUP_TEAM_RULES,
  type SamlConnection,
  type SamlValues,
  samlInput,
  samlValuesOf,
} from './connection-values.ts';
import { GroupTeamsField } from './group-teams-field.tsx';
import { MetadataField } from './metadata-field.tsx';
import { usePutConnection } from './use-single-sign-on.ts';

interface SamlFormProps {
  readonly organization: string;
  /** As it is; undefined where there is none of this kind. */
  readonly connection: SamlConnection | undefined;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

export function SamlForm({ organization, connection, onSaved, onClose }: SamlFormProps) {
  const put = usePutConnection(organization);
  const [fault, setFault] = useState<unknown>();
  const form = useForm<SamlValues>({
    initialValues: samlValuesOf(connection),
    validate: {
      metadata: (value) => (value.trim() === '' && !connection ? 'Paste it, or choose its file' : null),
      groupsAttribute: (value) => (value.trim() === '' ? 'As “groups”' : null),
      emailAttribute: (value) => (value.trim() === '' ? 'As “mail”' : null),
      groupTeams: GROUP_TEAM_RULES,
    },
  });
  const submit = (values: SamlValues) =>
    put.mutate(samlInput(values), {
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
        <MetadataField
          isKept={connection !== undefined}
          value={form.getValues().metadata}
          onChange={(value) => form.setFieldValue('metadata', value)}
          error={form.errors.metadata as string | undefined}
        />
        <TextInput
          label="Attribute of the e-mail address"
          description="By it a person is found, or an account made, at the first sign-in"
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('emailAttribute')}
        />
        <TextInput
          label="Attribute of the groups"
          description="The one that holds the names of a person's groups"
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('groupsAttribute')}
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
