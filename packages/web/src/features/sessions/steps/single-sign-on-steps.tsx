import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiFault } from '../../../api/api-fault.ts';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { type Following, useConnect, useFindOrganization } from './use-sign-in.ts';

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

interface ConnectStepProps {
  readonly onSettled: (following: Following) => void;
  readonly onOver: (fault: unknown) => void;
}

/** Once: afterwards the provider alone signs the person in. */
export function ConnectStep({ onSettled, onOver }: ConnectStepProps) {
  const [password, setPassword] = useState('');
  const connect = useConnect();
  const onError = (fault: unknown) => {
    if (fault instanceof ApiFault && fault.code === 'login-over') onOver(fault);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== '') connect.mutate(password, { onSuccess: onSettled, onError });
      }}
      noValidate
    >
      <Stack>
        <Text>
          An account with your e-mail address is here already. Type its password once, to connect it with your
          organization's sign-in.
        </Text>
        <FaultAlert fault={connect.error} />
        <PasswordInput
          label="Password of the account"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" loading={connect.isPending}>
          Connect
        </Button>
      </Stack>
    </form>
  );
}
