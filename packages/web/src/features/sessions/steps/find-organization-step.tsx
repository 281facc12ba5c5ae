import { Alert, Anchor, Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { useFindOrganization } from './use-sign-in.ts';

interface FindOrganizationStepProps {
  readonly onFound: (organization: string) => void;
  readonly onBack: () => void;
}

/** By the domain of an address; whether anybody has it is told to nobody. */
export function FindOrganizationStep({ onFound, onBack }: FindOrganizationStepProps) {
  const [email, setEmail] = useState('');
  const find = useFindOrganization();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const onSuccess = (organization: string | null) => organization !== null && onFound(organization);
        if (email.includes('@')) find.mutate(email.trim(), { onSuccess });
      }}
      noValidate
    >
      <Stack>
        <FaultAlert fault={find.error} />
        {find.data === null && (
          <Alert color="yellow" role="status">
            No organization signs people with such an address in. Use your password or a passkey.
          </Alert>
        )}
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="email"
          maxLength={320}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" loading={find.isPending}>
          Continue
        </Button>
        <Anchor component="button" type="button" size="sm" onClick={onBack}>
          Back to the password
        </Anchor>
      </Stack>
    </form>
  );
}
