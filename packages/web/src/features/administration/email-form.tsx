import { Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import type { AccountDetail } from '../../api/types.ts';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { useChangeAccount } from './use-accounts.ts';

/** Anyone who reads the mails of an account can set its password, so both addresses get a mail. */
export function EmailForm({ account: { name, email, managedBy } }: { readonly account: AccountDetail }) {
  const change = useChangeAccount(name);
  const form = useForm({
    initialValues: { email },
    validate: { email: (text) => (text.includes('@') ? null : 'Enter an e-mail address') },
  });
  const [fault, showFault] = useFormFault(form);
  const submit = (values: { email: string }) =>
    change.mutate(
      { type: 'email', email: values.email.trim() },
      {
        onSuccess: () => notifications.show({ message: 'E-mail address changed. Both addresses get a mail.' }),
        onError: showFault,
      },
    );
  const isManaged = managedBy !== null;
  return (
    <section>
      <SectionHead title="E-mail address">
        {isManaged
          ? `The directory of ${managedBy} manages this address.`
          : 'Links to a new password go to this address. Both the old and the new address get a mail about the change.'}
      </SectionHead>
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <FaultAlert fault={fault} />
        <Group align="flex-start" gap="sm">
          <TextInput
            type="email"
            aria-label="E-mail address"
            autoComplete="off"
            maxLength={320}
            w={360}
            maw="100%"
            disabled={isManaged}
            {...form.getInputProps('email')}
          />
          <Button type="submit" variant="default" loading={change.isPending} disabled={isManaged || !form.isDirty()}>
            Change address
          </Button>
        </Group>
      </form>
    </section>
  );
}
