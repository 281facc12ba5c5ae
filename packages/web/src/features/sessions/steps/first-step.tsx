import { Alert, Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ApiFault } from '../../../api/api-fault.ts';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { type Following, usePasskeySignIn, usePasswordSignIn } from './use-sign-in.ts';

interface FirstStepProps {
  /** Given where one account alone can go on. */
  readonly identifier?: string | undefined;
  /** Why the last try ended. */
  readonly fault: unknown;
  readonly onSettled: (following: Following) => void;
  readonly onSignOn: (organization: string) => void;
  readonly onFindOrganization: () => void;
}

/** A password, a passkey, or the way to an organization's provider. */
export function FirstStep({ identifier, fault, onSettled, onSignOn, onFindOrganization }: FirstStepProps) {
  const form = useForm({
    initialValues: { identifier: identifier ?? '', password: '' },
    validate: {
      identifier: (value) => (value.trim() === '' ? 'Type your name or e-mail address' : null),
      password: (value) => (value === '' ? 'Type your password' : null),
    },
  });
  const signIn = usePasswordSignIn();
  const passkey = usePasskeySignIn();
  // Each try tells its own outcome, not that of the other way before it.
  const submit = (breakGlass: boolean) => {
    passkey.reset();
    signIn.mutate({ ...form.getValues(), breakGlass }, { onSuccess: onSettled });
  };
  const submitPasskey = () => {
    signIn.reset();
    passkey.mutate(undefined, { onSuccess: () => onSettled(undefined) });
  };
  const shown = passkey.error ?? signIn.error ?? fault;
  const organization = shown instanceof ApiFault ? shown.organization : undefined;
  return (
    <Stack>
      {organization === undefined ? (
        <FaultAlert fault={shown} />
      ) : (
        <SignOnAsked
          organization={organization}
          isBusy={signIn.isPending}
          onSignOn={onSignOn}
          onAllTheSame={form.getValues().password === '' ? undefined : () => submit(true)}
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
            {...form.getInputProps('identifier')}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            data-autofocus
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

interface SignOnAskedProps {
  readonly organization: string;
  readonly isBusy: boolean;
  readonly onSignOn: (organization: string) => void;
  /** The way around it, where a password was typed. */
  readonly onAllTheSame: (() => void) | undefined;
}

/** The password does not count here: the organization's provider does. */
function SignOnAsked({ organization, isBusy, onSignOn, onAllTheSame }: SignOnAskedProps) {
  return (
    <Alert color="yellow" role="alert" title={`${organization} signs its members in itself`}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          A password does not count there. You go to its identity provider, and come back signed in.
        </Text>
        <Button onClick={() => onSignOn(organization)}>Continue to {organization}</Button>
        {onAllTheSame && (
          <Anchor component="button" type="button" size="sm" disabled={isBusy} onClick={onAllTheSame}>
            Emergency: use the password all the same
          </Anchor>
        )}
      </Stack>
    </Alert>
  );
}
