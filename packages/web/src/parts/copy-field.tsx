import { Alert, Button, Code, CopyButton, Group, Text } from '@mantine/core';
import classes from './parts.module.css';

interface CopyFieldProps {
  readonly label: string;
  readonly text: string;
}

/** A text to take elsewhere, with a button that takes it. */
export function CopyField({ label, text }: CopyFieldProps) {
  return (
    <Group wrap="nowrap" align="flex-start" gap="xs" role="group" aria-label={label}>
      <Code block className={classes.text ?? ''} tabIndex={0}>
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} aria-label={`Copy ${label}`} className={classes.button ?? ''}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

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

interface ShownOnceProps {
  /** As "the access token". */
  readonly name: string;
  readonly secret: string;
}

/** A secret, the one time that it is shown. */
export function ShownOnce({ name, secret }: ShownOnceProps) {
  return (
    <>
      <Alert color="yellow" title="Copy it now" role="status">
        This is the only time that {name} is shown. If it is lost, make a new one.
      </Alert>
      <CopyField label={name} text={secret} />
    </>
  );
}
