import { Radio, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ApiFault } from '../../../api/api-fault.ts';
import type { Membership } from '../../../api/types.ts';
import { FormButtons } from '../../../parts/dialogs.tsx';
import { FaultAlert, useFormFault } from '../../../parts/fault-alert.tsx';
import { type InvitedTo, useInvite } from './use-sent-invitations.ts';
import type { Sent } from './use-sent-message.tsx';

interface InviteFormProps {
  readonly to: InvitedTo;
  readonly onSent: (sent: Sent) => void;
  readonly onClose: () => void;
}

export function InviteForm({ to, onSent, onClose }: InviteFormProps) {
  const invite = useInvite(to);
  const form = useForm<{ invited: string; role: Membership['role'] }>({
    initialValues: { invited: '', role: 'member' },
    validate: { invited: (value) => (value.trim() === '' ? MISSING[to === null ? 'server' : 'organization'] : null) },
  });
  const [fault, showFault] = useFormFault(form);
  const submit = ({ invited, role }: { invited: string; role: Membership['role'] }) =>
    invite.mutate(
      { invited: invited.trim(), role },
      { onSuccess: onSent, onError: (error) => showFault(atField(error)) },
    );
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <TextInput
          label={to === null ? 'E-mail address' : 'Account name or e-mail address'}
          description={
            to === null
              ? 'The person creates an account with this address.'
              : 'For privacy, the answer is the same if there is no such account.'
          }
          maxLength={320}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('invited')}
        />
        {to !== null && (
          <Radio.Group label="Role" {...form.getInputProps('role')}>
            <Stack gap="xs" mt="xs">
              <Radio value="member" label="Member" description="Has the permissions that you give" />
              <Radio value="editor" label="Editor" description="Creates, changes and deletes all repositories" />
              <Radio value="owner" label="Owner" description="Manages the organization and has all permissions" />
            </Stack>
          </Radio.Group>
        )}
        <FormButtons action="Invite" isBusy={invite.isPending} onClose={onClose} />
      </Stack>
    </form>
  );
}

const MISSING = {
  server: 'Enter an e-mail address',
  organization: 'Enter the name of an account or an e-mail address',
} as const;

/** The form has only one field, so every fault about the account or the address is shown there. */
function atField(error: unknown): unknown {
  if (!(error instanceof ApiFault)) return error;
  const { status, message, field, code } = error;
  if (field !== 'account' && field !== 'email' && code !== 'conflict') return error;
  const prefix = `${field}: `;
  const text = message.startsWith(prefix) ? message.slice(prefix.length) : message;
  return new ApiFault(status, text, { field: 'invited', code });
}
