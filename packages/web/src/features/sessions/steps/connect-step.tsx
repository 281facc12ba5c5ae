import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ApiFault } from '../../../api/api-fault.ts';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { type Following, useConnect } from './use-sign-in.ts';

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
