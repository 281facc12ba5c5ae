import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, client } from '../../api/client.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { NarrowPage } from '../../shell/narrow-page.tsx';

/** Asks for a mail. The answer is the same for every address, so it says nothing about accounts. */
export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string>();
  if (sentTo !== undefined) return <Sent email={sentTo} onAgain={() => setSentTo(undefined)} />;
  return (
    <NarrowPage title="Forgot password?" lead="Enter your e-mail address to get a link for a new password.">
      <EmailForm onSent={setSentTo} />
      <Text mt="md" size="sm">
        <AnchorLink to="/sign-in">Back to sign-in</AnchorLink>
      </Text>
    </NarrowPage>
  );
}

function EmailForm({ onSent }: { readonly onSent: (email: string) => void }) {
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (value) => (value.trim() === '' ? 'Enter the e-mail address of your account' : null) },
  });
  const [fault, showFault] = useFormFault(form);
  const send = useMutation({
    mutationFn: (email: string) => answerOf(client.POST('/api/password-resets', { body: { email } })),
    onSuccess: (_, email) => onSent(email),
    onError: showFault,
  });
  return (
    <form onSubmit={form.onSubmit(({ email }) => send.mutate(email.trim()))} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <TextInput
          label="E-mail address"
          type="email"
          autoComplete="email"
          maxLength={320}
          autoFocus
          {...form.getInputProps('email')}
        />
        <Button type="submit" loading={send.isPending}>
          Send link
        </Button>
      </Stack>
    </form>
  );
}

function Sent({ email, onAgain }: { readonly email: string; readonly onAgain: () => void }) {
  return (
    <NarrowPage title="Check your e-mail" takesFocus>
      <Stack role="status" style={{ overflowWrap: 'anywhere' }}>
        <Text>
          If there is an account with the address <b>{email}</b>, you get an e-mail with a link. The link works once and
          expires after 30 minutes.
        </Text>
        <Text c="dimmed">No e-mail after a few minutes? Look in the spam folder, and check the address.</Text>
      </Stack>
      <Stack mt="lg" gap="sm">
        <Button variant="default" onClick={onAgain}>
          Try another address
        </Button>
        <Text size="sm">
          <AnchorLink to="/sign-in">Back to sign-in</AnchorLink>
        </Text>
      </Stack>
    </NarrowPage>
  );
}
