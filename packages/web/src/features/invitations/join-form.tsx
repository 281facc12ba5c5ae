import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useFormFault } from '../../parts/fault-alert.tsx';
import { AnswerFault, type AnswerProps, DeclineButton } from './answer-buttons.tsx';
import { useDeclineByLink, useJoin } from './use-invitations.ts';

interface JoinFormProps extends AnswerProps {
  /** The account was created, but is not signed in. */
  readonly onCreated: () => void;
}

/** Creates an account with the invited e-mail address. */
export function JoinForm({ code, invitation, onAccepted, onCreated, onDeclined }: JoinFormProps) {
  const { organization, terms } = invitation;
  const join = useJoin((isSignedIn) => (isSignedIn ? onAccepted() : onCreated()));
  const decline = useDeclineByLink(onDeclined);
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Enter a name' : null),
      password: (value) => (value === '' ? 'Enter a password' : null),
    },
  });
  const [fault, showFault] = useFormFault(form);
  const submit = ({ name, password }: { readonly name: string; readonly password: string }) =>
    join.mutate({ code, name: name.trim(), password, terms }, { onError: showFault });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <Stack maw={416}>
          <TextInput
            label="Name"
            description="Your repositories start with it, as in NAME/app. Use lower-case letters and digits, with hyphens between them."
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={100}
            {...form.getInputProps('name')}
          />
          <PasswordInput
            label="Password"
            description="At least 8 characters"
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
        </Stack>
        <AnswerFault fault={fault} />
        <Group gap="xs">
          <Button type="submit" loading={join.isPending}>
            {organization === null ? 'Create account' : `Create account and join ${organization}`}
          </Button>
          <DeclineButton organization={organization} change={decline} onConfirm={() => decline.mutate(code)} />
        </Group>
      </Stack>
    </form>
  );
}
