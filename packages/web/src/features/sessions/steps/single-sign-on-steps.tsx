import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiFault } from '../../../api/api-fault.ts';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { useFragmentCode } from '../../accounts/use-fragment-code.ts';
import { type NextFactors, useConnect, useConnectByMail, useFindOrganization } from './use-sign-in.ts';

interface FindOrganizationStepProps {
  readonly onFound: (organization: string) => void;
  readonly onBack: () => void;
}

/** Finds the organization by the domain of an e-mail address, so the answer says nothing about accounts. */
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
            No organization has single sign-on for this address. Use your password or a passkey.
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
          autoFocus
        />
        <Button type="submit" loading={find.isPending}>
          Continue
        </Button>
        <Anchor component="button" type="button" size="sm" onClick={onBack}>
          Back to password
        </Anchor>
      </Stack>
    </form>
  );
}

interface ConnectStepProps {
  readonly onDone: (factors: NextFactors) => void;
  /** The sign-in has to start again. */
  readonly onOver: (fault: unknown) => void;
}

/** Needed only once. Afterwards the identity provider signs the person in. */
export function ConnectStep({ onDone, onOver }: ConnectStepProps) {
  const [password, setPassword] = useState('');
  const connect = useConnect();
  const onError = (fault: unknown) => {
    if (fault instanceof ApiFault && fault.code === 'login-over') onOver(fault);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== '') connect.mutate(password, { onSuccess: onDone, onError });
      }}
      noValidate
    >
      <Stack>
        <Text>
          There is already an account with your e-mail address. Enter its password once to connect it to the single
          sign-on of your organization.
        </Text>
        <FaultAlert fault={connect.error} />
        <PasswordInput
          label="Account password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus
          autoFocus
        />
        <Button type="submit" loading={connect.isPending}>
          Connect
        </Button>
      </Stack>
    </form>
  );
}

/**
 * For an account without a password, after the identity provider was changed. The link of the mail opens this page
 * again.
 */
export function ConnectByMailStep({ onDone, onOver }: ConnectStepProps) {
  const code = useFragmentCode();
  const connect = useConnectByMail();
  const onError = (fault: unknown) => {
    if (fault instanceof ApiFault && fault.code === 'login-over') onOver(fault);
  };
  if (code === '') {
    return (
      <Text role="status">
        The identity provider of your organization is new or was changed. We sent a link to your e-mail address. Open it
        in this browser within 30 minutes.
      </Text>
    );
  }
  return (
    <Stack>
      <Text>Connect your account to the single sign-on of your organization again?</Text>
      <FaultAlert fault={connect.error} />
      <Button loading={connect.isPending} onClick={() => connect.mutate(code, { onSuccess: onDone, onError })}>
        Connect
      </Button>
    </Stack>
  );
}
