import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { answerOf, client } from '../../api/client.ts';
import { useEnding, useSession } from '../../api/session.ts';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';

interface PasswordChange extends Record<string, unknown> {
  readonly currentPassword: string;
  readonly newPassword: string;
}

export function ChangePassword() {
  const { name } = useSession();
  const change = useEnding((body: PasswordChange) => answerOf(client.PUT('/api/account/password', { body })));
  const form = useForm<PasswordChange>({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (value) => (value === '' ? 'Enter your current password' : null),
      newPassword: (value) => (value === '' ? 'Enter a new password' : null),
    },
  });
  const [fault, showFault] = useFormFault(form);
  const onSuccess = () => {
    showFault(undefined);
    form.reset();
    notifications.show({ message: 'Password changed. All other browsers are signed out.' });
  };
  return (
    <section>
      <SectionHead title="Password">
        A new password signs out all other browsers. Command lines and access tokens keep working.
      </SectionHead>
      <form onSubmit={form.onSubmit((values) => change.mutate(values, { onSuccess, onError: showFault }))} noValidate>
        <Stack maw={416}>
          <FaultAlert fault={fault} />
          {/* Tells password managers whose password this is. */}
          <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label="New password"
            description="At least 8 characters"
            autoComplete="new-password"
            {...form.getInputProps('newPassword')}
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
