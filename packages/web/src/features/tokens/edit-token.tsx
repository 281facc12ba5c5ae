import { Alert, Button, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { Token } from '../../api/types.ts';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { formatDay } from '../../parts/time-text.tsx';
import { GrantField } from './grant-field.tsx';
import { allGrantsOf, choiceOf, type GrantChoice, grantChoiceFault } from './grants.ts';
import { type TokenEdit, useChangeTokens, useTokenOwner } from './use-tokens.ts';

/** Changes the name, the permissions and the end of a token. Its secret stays the same. */
export function EditToken({ token }: { readonly token: Token }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open}>
        Edit
      </Button>
      <Modal opened={isOpen} onClose={close} title="Edit access token" size="lg" centered>
        <EditForm token={token} onClose={close} />
      </Modal>
    </>
  );
}

interface EditValues extends Record<string, unknown> {
  readonly description: string;
  /** `YYYY-MM-DD`. Empty for no change. */
  readonly expiresAt: string;
  /** Null if the form cannot express the grants. */
  readonly grants: GrantChoice | null;
}

function EditForm({ token, onClose }: { readonly token: Token; readonly onClose: () => void }) {
  const organization = useTokenOwner();
  const change = useChangeTokens();
  const before = choiceOf(token.grants);
  const form = useForm<EditValues>({
    initialValues: { description: token.description, expiresAt: '', grants: before ?? null },
    validate: {
      description: (value) => (value.trim() === '' ? 'Enter a description' : null),
      expiresAt: (value) => endFault(value, token),
      grants: (value) => (value === null ? null : grantChoiceFault(value)),
    },
  });
  const [fault, showFault] = useFormFault(form);
  const { grants } = form.getValues();
  const save = (values: EditValues) =>
    change.mutate({ ids: [token.id], change: editOf(values, token) }, { onSuccess: onClose, onError: showFault });
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Stack gap="lg">
        <FaultAlert fault={fault} />
        <TextInput label="Description" maxLength={100} data-autofocus {...form.getInputProps('description')} />
        {grants === null ? (
          <Alert color="gray">
            This token has different permissions for different repositories. Change them with the HTTP API, or generate
            a new token.
          </Alert>
        ) : (
          <GrantField
            {...form.getInputProps('grants')}
            value={grants}
            repositories={[]}
            withReach={organization === undefined}
            withCatalog={grants.catalog === true}
          />
        )}
        <TextInput
          type="date"
          label="Expire earlier"
          description={`${ending(token)} You can only choose an earlier date. Leave empty to change nothing.`}
          {...form.getInputProps('expiresAt')}
        />
        <FormButtons action="Save" isBusy={change.isPending} onClose={onClose} />
      </Stack>
    </form>
  );
}

function ending({ expiresAt }: Token): string {
  return expiresAt === null ? 'It does not expire.' : `It expires on ${formatDay(expiresAt)}.`;
}

function endFault(day: string, { expiresAt }: Token): string | null {
  const end = endOf(day);
  if (end === undefined) return null;
  if (Date.parse(end) <= Date.now()) return 'Choose a date in the future, or delete the token';
  return expiresAt !== null && end > expiresAt ? `Choose a date before ${formatDay(expiresAt)}` : null;
}

/** The last second of that day in the reader's time zone, as RFC 3339 in UTC. */
function endOf(day: string): string | undefined {
  return day === '' ? undefined : new Date(`${day}T23:59:59`).toISOString();
}

/** Sends only the differences, because a change of the description alone must not need a fresh sign-in. */
function editOf({ description, expiresAt: day, grants }: EditValues, token: Token): TokenEdit {
  const wanted = grants === null ? token.grants : allGrantsOf(grants);
  const before = choiceOf(token.grants);
  const isSame = grants === null || (before && JSON.stringify(allGrantsOf(before)) === JSON.stringify(wanted));
  const expiresAt = endOf(day);
  return {
    ...(description.trim() !== token.description && { description: description.trim() }),
    ...(!isSame && { grants: wanted }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}
