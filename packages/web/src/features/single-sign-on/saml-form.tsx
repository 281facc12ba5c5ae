import { Button, FileButton, Group, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { FaultAlert, showFormFault } from '../../parts/fault-alert.tsx';
import { ConnectionButtons, GroupTeamsField } from './connection-fields.tsx';
import {
  GROUP_TEAM_RULES,
  type SamlConnection,
  type SamlValues,
  samlInput,
  samlValuesOf,
} from './connection-values.ts';
import classes from './single-sign-on.module.css';
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

/** More than this the server does not take. */
const MAXIMUM_CHARACTERS = 256_000;

interface MetadataFieldProps {
  /** Whether there is some already, which stays where the field is left empty. */
  readonly isKept: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

/** The provider's metadata, pasted or from a file. */
function MetadataField({ isKept, value, onChange, error }: MetadataFieldProps) {
  const [fileFault, setFileFault] = useState<string>();
  const change = (text: string) => {
    setFileFault(undefined);
    onChange(text);
  };
  const read = async (file: File | null) => {
    if (file === null) return;
    if (file.size > MAXIMUM_CHARACTERS) return setFileFault(`${file.name} is too large for metadata of one provider.`);
    change(await file.text());
  };
  return (
    <Stack gap="xs">
      <Textarea
        label="Metadata of the provider"
        description={isKept ? 'Left empty, what the one before said stays' : 'The XML that it offers for download'}
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
