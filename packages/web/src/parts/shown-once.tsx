import { Alert } from '@mantine/core';
import { CopyField } from './copy-field.tsx';

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
