import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiFault } from '../../api/api-fault.ts';
import { answerOf, client } from '../../api/client.ts';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { NarrowPage } from '../../shell/narrow-page.tsx';
import { useFragmentCode } from './use-fragment-code.ts';

/** The link in the mail leads here, with the code in its fragment. */
export function ResetPasswordPage() {
  const code = useFragmentCode();
  const [usedCode, setUsedCode] = useState<string>();
  const [refusedCode, setRefusedCode] = useState<string>();
  if (code !== '' && code === usedCode) return <Done />;
  if (code === '') return <NoLink>To get here, open the link in the e-mail that you got.</NoLink>;
  if (code === refusedCode)
    return <NoLink>This link does not work: it is wrong, used, or older than 30 minutes.</NoLink>;
  return (
    <NarrowPage
      title="Choose a new password"
      lead="This signs you out in all browsers and command lines. Access tokens that you generated keep working."
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
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value === '' ? 'Enter a new password' : null) },
  });
  const [fault, showFault] = useFormFault(form);
  const complete = useMutation({
    mutationFn: (password: string) =>
      answerOf(client.POST('/api/password-resets/complete', { body: { code, password } })),
    onSuccess: () => {
      queryClient.clear();
      onDone();
    },
    onError: (error) => {
      if (error instanceof ApiFault && error.field === 'code') onRefused();
      else showFault(error);
    },
  });
  return (
    <form onSubmit={form.onSubmit(({ password }) => complete.mutate(password))} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <PasswordInput
          label="New password"
          description="At least 8 characters; 15 for an administrator without a second factor"
          autoComplete="new-password"
          autoFocus
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={complete.isPending}>
          Set password
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
        Get a new link
      </Button>
    </NarrowPage>
  );
}

function Done() {
  return (
    <NarrowPage title="Password changed" takesFocus>
      <Text mb="lg" role="status">
        You are signed out everywhere. Sign in with the new password.
      </Text>
      <Button component={Link} to="/sign-in" fullWidth>
        Sign in
      </Button>
    </NarrowPage>
  );
}
