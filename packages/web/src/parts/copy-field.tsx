import { Button, Code, CopyButton, Group } from '@mantine/core';
import classes from './copy-field.module.css';

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
