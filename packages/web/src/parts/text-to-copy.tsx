import { Text } from '@mantine/core';
import { CopyField } from './copy-field.tsx';

interface TextToCopyProps {
  /** Read above it. */
  readonly label: string;
  /** Said by itself, as "the name of the record". */
  readonly name: string;
  readonly text: string;
}

/** One of several texts that another service is told. */
export function TextToCopy({ label, name, text }: TextToCopyProps) {
  return (
    <div>
      <Text size="sm" c="dimmed" mb={2}>
        {label}
      </Text>
      <CopyField label={name} text={text} />
    </div>
  );
}
