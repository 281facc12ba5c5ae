import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { answerOf, client } from '../api/client.ts';
import { FaultAlert } from '../parts/fault-alert.tsx';

interface SignInFormProps {
  /** Given where one account alone can go on. */
  readonly identifier?: string;
  readonly onSignedIn: () => void;
}

export function SignInForm({ identifier, onSignedIn }: SignInFormProps) {
  const form = useForm({
    initialValues: { identifier: identifier ?? '', password: '' },
    validate: {
      identifier: (value) => (value.trim() === '' ? 'Type your name or e-mail address' : null),
      password: (value) => (value === '' ? 'Type your password' : null),
    },
  });
  const signIn = useMutation({
    mutationFn: (body: { identifier: string; password: string }) => answerOf(client.POST('/api/session', { body })),
    onSuccess: onSignedIn,
  });
  return (
    <form onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
      <Stack>
        <FaultAlert fault={signIn.error} />
        <TextInput
          label="Name or e-mail address"
          autoComplete="username"
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
  );
}
