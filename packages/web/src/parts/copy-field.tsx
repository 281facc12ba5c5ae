import { Alert, Button, Code, CopyButton, Group, Text } from '@mantine/core';
import classes from './parts.module.css';

interface CopyFieldProps {
  /** The name of the text for the button and for screen readers, such as "the redirect URI". */
  readonly name: string;
  readonly text: string;
  /** A visible label above the text. */
  readonly label?: string;
}

/** A text to use in another place, with a button that copies it. */
export function CopyField({ name, text, label }: CopyFieldProps) {
  return (
    <div>
      {label !== undefined && (
        <Text size="sm" c="dimmed" mb={2}>
          {label}
        </Text>
      )}
      <Group wrap="nowrap" align="flex-start" gap="xs" role="group" aria-label={name}>
        <Code block className={classes.text ?? ''} tabIndex={0}>
          {text}
        </Code>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} aria-label={`Copy ${name}`} className={classes.button ?? ''}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}

/** A secret that is shown only once. `name` is a text such as "the access token". */
export function SecretField({ name, text }: Omit<CopyFieldProps, 'label'>) {
  return (
    <>
      <Alert color="yellow" title="Copy it now" role="status">
        You cannot see {name} again after you leave this page. If you lose it, generate a new one.
      </Alert>
      <CopyField name={name} text={text} />
    </>
  );
}
