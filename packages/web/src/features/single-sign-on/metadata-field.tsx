import { Button, FileButton, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import classes from './sign-in.module.css';

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
export function MetadataField({ isKept, value, onChange, error }: MetadataFieldProps) {
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
