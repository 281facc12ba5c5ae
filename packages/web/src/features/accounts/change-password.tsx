import { Button, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useSession } from '../../api/session.ts';
import { FaultAlert, showFormFault } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { type PasswordChange, useChangePassword } from '../sessions/use-sessions.ts';
import classes from './change-password.module.css';

export function ChangePassword() {
  const { name } = useSession();
  const [fault, setFault] = useState<unknown>();
  const change = useChangePassword();
  const form = useForm<PasswordChange & Record<string, unknown>>({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (value) => (value === '' ? 'Type your current password' : null),
      newPassword: (value) => (value === '' ? 'Choose a new password' : null),
    },
  });
  const onSuccess = () => {
    setFault(undefined);
    form.reset();
    notifications.show({ message: 'The password is changed, and every other browser is signed out.' });
  };
  const submit = (values: PasswordChange) =>
    change.mutate(values, { onSuccess, onError: (error) => setFault(showFormFault(form, error)) });
  return (
    <section>
      <SectionHead title="Password">
        A change signs every other browser out. Command lines and access tokens stay as they are.
      </SectionHead>
      <form onSubmit={form.onSubmit(submit)} className={classes.form} noValidate>
        <Stack>
          <FaultAlert fault={fault} />
          {/* Tells a password manager whose password this is. */}
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
              Change the password
            </Button>
          </div>
        </Stack>
      </form>
    </section>
  );
}
