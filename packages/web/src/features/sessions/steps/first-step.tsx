import { Alert, Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRef } from 'react';
import { ApiFault } from '../../../api/api-fault.ts';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { type NextFactors, usePasskeySignIn, usePasswordSignIn } from './use-sign-in.ts';

interface FirstStepProps {
  /** Set if only this account can sign in. */
  readonly identifier?: string | undefined;
  /** Why the last attempt ended. */
  readonly fault: unknown;
  readonly onDone: (factors: NextFactors) => void;
  readonly onSingleSignOn: (organization: string) => void;
  readonly onFindOrganization: () => void;
}

/** A password, a passkey, or single sign-on. */
export function FirstStep({ identifier, fault, onDone, onSingleSignOn, onFindOrganization }: FirstStepProps) {
  const form = useForm({
    initialValues: { identifier: identifier ?? '', password: '' },
    validate: {
      identifier: (value) => (value.trim() === '' ? 'Enter your name or e-mail address' : null),
      password: (value) => (value === '' ? 'Enter your password' : null),
    },
  });
  const password = useRef<HTMLInputElement>(null);
  const signIn = usePasswordSignIn();
  const passkey = usePasskeySignIn();
  // Clears the fault of the other way, so that only the last attempt is shown.
  const submit = (breakGlass: boolean) => {
    passkey.reset();
    const onError = () => password.current?.select();
    signIn.mutate({ ...form.getValues(), breakGlass }, { onSuccess: onDone, onError });
  };
  const submitPasskey = () => {
    signIn.reset();
    passkey.mutate(undefined, { onSuccess: () => onDone(undefined) });
  };
  const shown = passkey.error ?? signIn.error ?? fault;
  const organization = shown instanceof ApiFault ? shown.organization : undefined;
  return (
    <Stack>
      {organization === undefined ? (
        <FaultAlert fault={shown} />
      ) : (
        <SingleSignOnRequired
          organization={organization}
          isBusy={signIn.isPending}
          onContinue={onSingleSignOn}
          onEmergency={form.getValues().password === '' ? undefined : () => submit(true)}
        />
      )}
      <form onSubmit={form.onSubmit(() => submit(false))} noValidate>
        <Stack>
          <TextInput
            label="Name or e-mail address"
            autoComplete="username webauthn"
            autoCapitalize="none"
            spellCheck={false}
            readOnly={identifier !== undefined}
            autoFocus={identifier === undefined}
            {...form.getInputProps('identifier')}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            ref={password}
            data-autofocus
            autoFocus={identifier !== undefined}
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
      <Divider label="or" />
      <Button variant="default" loading={passkey.isPending} onClick={submitPasskey}>
        Use a passkey
      </Button>
      <Button variant="default" onClick={onFindOrganization}>
        Use single sign-on
      </Button>
    </Stack>
  );
}

interface SingleSignOnRequiredProps {
  readonly organization: string;
  readonly isBusy: boolean;
  readonly onContinue: (organization: string) => void;
  /** Signs in with the typed password. Undefined if there is none. */
  readonly onEmergency: (() => void) | undefined;
}

function SingleSignOnRequired({ organization, isBusy, onContinue, onEmergency }: SingleSignOnRequiredProps) {
  return (
    <Alert color="yellow" role="alert" title={`${organization} requires single sign-on`}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          Your password is not accepted. Sign in at the identity provider of {organization} instead.
        </Text>
        <Button onClick={() => onContinue(organization)}>Continue to {organization}</Button>
        {onEmergency && (
          <Anchor component="button" type="button" size="sm" disabled={isBusy} onClick={onEmergency}>
            Emergency: sign in with the password
          </Anchor>
        )}
      </Stack>
    </Alert>
  );
}
