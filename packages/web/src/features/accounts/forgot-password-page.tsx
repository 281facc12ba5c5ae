import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, client } from '../../api/client.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { FaultAlert, showFormFault } from '../../parts/fault-alert.tsx';
import { NarrowPage } from '../../shell/narrow-page.tsx';

/** Asks for a mail; whether there is such an account is told to nobody. */
export function ForgotPasswordPage() {
  const [askedFor, setAskedFor] = useState<string>();
  if (askedFor !== undefined) return <Asked email={askedFor} onAgain={() => setAskedFor(undefined)} />;
  return (
    <NarrowPage title="Forgotten password" lead="Choose a new one by a link that is mailed to you.">
      <EmailForm onAsked={setAskedFor} />
      <Text mt="md" size="sm">
        <AnchorLink to="/sign-in">Back to the sign-in</AnchorLink>
      </Text>
    </NarrowPage>
  );
}

function EmailForm({ onAsked }: { readonly onAsked: (email: string) => void }) {
  const [fault, setFault] = useState<unknown>();
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (value) => (value.trim() === '' ? 'Type the e-mail address of your account' : null) },
  });
  const ask = useMutation({
    mutationFn: (email: string) => answerOf(client.POST('/api/password-resets', { body: { email } })),
    onSuccess: (_, email) => onAsked(email),
    onError: (error) => setFault(showFormFault(form, error)),
  });
  return (
    <form onSubmit={form.onSubmit(({ email }) => ask.mutate(email.trim()))} noValidate>
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
        <Button type="submit" loading={ask.isPending}>
          Mail me a link
        </Button>
      </Stack>
    </form>
  );
}

function Asked({ email, onAgain }: { readonly email: string; readonly onAgain: () => void }) {
  return (
    <NarrowPage title="Look into your mail">
      <Stack role="status" style={{ overflowWrap: 'anywhere' }}>
        <Text>
          If an account has the address <b>{email}</b>, a mail with a link is on its way. The link is good once and for
          30 minutes.
        </Text>
        <Text c="dimmed">Nothing there after some minutes? Look among the unwanted mail, or check the address.</Text>
      </Stack>
      <Stack mt="lg" gap="sm">
        <Button variant="default" onClick={onAgain}>
          Try another address
        </Button>
        <Text size="sm">
          <AnchorLink to="/sign-in">Back to the sign-in</AnchorLink>
        </Text>
      </Stack>
    </NarrowPage>
  );
}
