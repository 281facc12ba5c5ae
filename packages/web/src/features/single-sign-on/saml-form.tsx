import { Button, Checkbox, FileButton, Group, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { ConnectionButtons, type ConnectionFields, GroupTeamsField } from './connection-fields.tsx';
import {
  GROUP_TEAM_RULES,
  type SamlConnection,
  type SamlValues,
  samlInput,
  samlValuesOf,
} from './connection-values.ts';
import classes from './single-sign-on.module.css';
import { usePutConnection } from './use-single-sign-on.ts';

export function SamlForm({ organization, connection, onSaved, onClose }: ConnectionFields<SamlConnection>) {
  const put = usePutConnection(organization);
  const form = useForm<SamlValues>({
    initialValues: samlValuesOf(connection),
    validate: {
      metadata: (value) => (value.trim() === '' && !connection ? 'Paste the metadata, or choose its file' : null),
      groupsAttribute: (value) => (value.trim() === '' ? 'Enter an attribute, such as “groups”' : null),
      emailAttribute: (value) => (value.trim() === '' ? 'Enter an attribute, such as “mail”' : null),
      groupTeams: GROUP_TEAM_RULES,
    },
  });
  const [fault, showFault] = useFormFault(form);
  const submit = (values: SamlValues) => put.mutate(samlInput(values), { onSuccess: onSaved, onError: showFault });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <Title order={3} size="h4">
          2. Here
        </Title>
        <FaultAlert fault={fault} />
        <MetadataField
          isKept={connection !== undefined}
          value={form.getValues().metadata}
          onChange={(value) => form.setFieldValue('metadata', value)}
          error={form.errors.metadata as string | undefined}
        />
        <TextInput
          label="E-mail attribute"
          description="At the first sign-in, the account is found or created with this address. Lanyard trusts every address in your domains that the provider sends, unless it also sends email_verified (or emailVerified) with false. Let the provider send only addresses that it has verified."
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('emailAttribute')}
        />
        <TextInput
          label="Groups attribute"
          description="The attribute with the names of a person's groups"
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('groupsAttribute')}
        />
        <Checkbox
          label="Sign requests"
          description="Keycloak requires it by default. The provider needs our current metadata for it."
          {...form.getInputProps('signsRequests', { type: 'checkbox' })}
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

/** The limit of the server. */
const MAXIMUM_CHARACTERS = 256_000;

interface MetadataFieldProps {
  /** Whether an empty field keeps the server's current metadata. */
  readonly isKept: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

/** Metadata, pasted or from a file. */
function MetadataField({ isKept, value, onChange, error }: MetadataFieldProps) {
  const [fileFault, setFileFault] = useState<string>();
  const change = (text: string) => {
    setFileFault(undefined);
    onChange(text);
  };
  const read = async (file: File | null) => {
    if (file === null) return;
    if (file.size > MAXIMUM_CHARACTERS)
      return setFileFault(`${file.name} is too large for the metadata of one provider.`);
    change(await file.text());
  };
  return (
    <Stack gap="xs">
      <Textarea
        label="Provider metadata"
        description={
          isKept ? 'Leave empty to keep the current metadata' : 'The XML that the provider offers for download'
        }
        placeholder="<EntityDescriptor …"
        rows={6}
        resize="vertical"
        classNames={{ input: classes.code ?? '' }}
        maxLength={MAXIMUM_CHARACTERS}
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
        error={fileFault ?? error}
      />
      <Group>
        <FileButton
          onChange={(file) => void read(file)}
          accept=".xml,application/xml,text/xml,application/samlmetadata+xml"
        >
          {(props) => (
            <Button {...props} size="xs" variant="default">
              Choose a file
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  );
}
