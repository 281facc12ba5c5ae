import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiFault } from '../../api/api-fault.ts';
import { answerOf, client } from '../../api/client.ts';
import { FaultAlert, showFormFault } from '../../parts/fault-alert.tsx';
import { NarrowPage } from '../../shell/narrow-page.tsx';
import { useFragmentCode } from './use-fragment-code.ts';

/** Where the link of the mail leads: the code stands in its fragment. */
export function ResetPasswordPage() {
  const code = useFragmentCode();
  const [usedCode, setUsedCode] = useState<string>();
  const [refusedCode, setRefusedCode] = useState<string>();
  if (code !== '' && code === usedCode) return <Done />;
  if (code === '') return <NoLink>Open the link in the mail again: this page was reached without its code.</NoLink>;
  if (code === refusedCode) return <NoLink>The link is wrong, was used already, or is older than 30 minutes.</NoLink>;
  return (
    <NarrowPage
      title="Choose a new password"
      lead="Every browser and command line that is signed in will be signed out. Access tokens that you made yourself stay."
    >
      <PasswordForm code={code} onDone={() => setUsedCode(code)} onRefused={() => setRefusedCode(code)} />
    </NarrowPage>
  );
}

interface PasswordFormProps {
  readonly code: string;
  readonly onDone: () => void;
  readonly onRefused: () => void;
}

function PasswordForm({ code, onDone, onRefused }: PasswordFormProps) {
  const queryClient = useQueryClient();
  const [fault, setFault] = useState<unknown>();
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value === '' ? 'Choose a password' : null) },
  });
  const complete = useMutation({
    mutationFn: (password: string) =>
      answerOf(client.POST('/api/password-resets/complete', { body: { code, password } })),
    onSuccess: () => {
      queryClient.clear();
      onDone();
    },
    onError: (error) => {
      if (error instanceof ApiFault && error.field === 'code') onRefused();
      else setFault(showFormFault(form, error));
    },
  });
  return (
    <form onSubmit={form.onSubmit(({ password }) => complete.mutate(password))} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <PasswordInput
          label="New password"
          description="At least 8 characters"
          autoComplete="new-password"
          autoFocus
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={complete.isPending}>
          Set the password
        </Button>
      </Stack>
    </form>
  );
}

function NoLink({ children }: { readonly children: string }) {
  return (
    <NarrowPage title="Choose a new password">
      <Text mb="lg" role="status">
        {children}
      </Text>
      <Button component={Link} to="/forgot-password" fullWidth>
        Ask for a new link
      </Button>
    </NarrowPage>
  );
}

function Done() {
  return (
    <NarrowPage title="The password is set">
      <Text mb="lg" role="status">
        Every browser and command line is signed out. Sign in with the new password.
      </Text>
      <Button component={Link} to="/sign-in" fullWidth>
        Sign in
      </Button>
    </NarrowPage>
  );
}
