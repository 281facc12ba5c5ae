import { Alert, Button, Checkbox, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { answerOf, client } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { useEnding } from '../../api/use-ending.ts';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { organizationsQuery } from '../organizations/use-organization.ts';

interface PasswordChange extends Record<string, unknown> {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly endCommandLines: boolean;
}

export function ChangePassword() {
  const { name } = useSession();
  // Other pages link here, for example after a sign-in by somebody else.
  const isMeant = useLocation({ select: ({ hash }) => hash === 'password' });
  const change = useEnding((body: PasswordChange) => answerOf(client.PUT('/api/account/password', { body })));
  const form = useForm<PasswordChange>({
    initialValues: { currentPassword: '', newPassword: '', endCommandLines: true },
    validate: {
      currentPassword: (value) => (value === '' ? 'Enter your current password' : null),
      newPassword: (value) => (value === '' ? 'Enter a new password' : null),
    },
  });
  const [fault, showFault] = useFormFault(form);
  const onSuccess = (_answer: unknown, { endCommandLines }: PasswordChange) => {
    showFault(undefined);
    form.reset();
    const ended = endCommandLines ? 'All other browsers and all command lines' : 'All other browsers';
    notifications.show({ message: `Password changed. ${ended} are signed out.` });
  };
  return (
    <section id="password">
      <SectionHead title="Password">
        A new password signs out all other browsers. Manual access tokens keep working.
      </SectionHead>
      <form onSubmit={form.onSubmit((values) => change.mutate(values, { onSuccess, onError: showFault }))} noValidate>
        <Stack maw={416}>
          <FaultAlert fault={fault} />
          <TokensOnly />
          {/* Tells password managers to which account the password belongs. */}
          <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
          <PasswordInput
            label="Current password"
            autoFocus={isMeant}
            autoComplete="current-password"
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label="New password"
            description="At least 8 characters; 15 for an administrator without a second factor"
            autoComplete="new-password"
            {...form.getInputProps('newPassword')}
          />
          <Checkbox
            label="Also sign out all command lines"
            description="Recommended: somebody who knew the old password may have signed one in."
            {...form.getInputProps('endCommandLines', { type: 'checkbox' })}
          />
          <div>
            <Button type="submit" loading={change.isPending}>
              Change password
            </Button>
          </div>
        </Stack>
      </form>
    </section>
  );
}

/** A new password does not change this, so the page says it before anyone tries the password with docker. */
function TokensOnly() {
  const { data } = useQuery(organizationsQuery);
  const strict =
    data?.organizations
      .filter(({ policy }) => !policy.passwordAtRegistry || policy.tokenApproval)
      .map(({ name }) => name) ?? [];
  if (strict.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" role="note">
      Use this password for these pages. In docker login use an access token, because the policy of {strict.join(', ')}{' '}
      does not accept passwords there.
    </Alert>
  );
}
