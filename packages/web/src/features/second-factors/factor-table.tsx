import { Button, Group, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { SecondFactor } from '../../api/types.ts';
import { ConfirmDialog, useDialog } from '../../parts/dialogs.tsx';
import { CardTable } from '../../parts/lists.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { NameDialog } from './name-dialog.tsx';
import { useRemoveFactor, useRenameFactor } from './use-factors.ts';

const TYPES = { passkey: 'Passkey', totp: 'Authenticator app' } as const;

export function FactorTable({ factors }: { readonly factors: readonly SecondFactor[] }) {
  const renaming = useDialog<SecondFactor>();
  const removing = useDialog<SecondFactor>();
  const remove = useRemoveFactor();
  const onRemoved = () => {
    notifications.show({ message: 'Second factor removed.' });
    removing.close();
  };
  return (
    <>
      <CardTable label="Second factors" columns={['Name', 'Type', 'Added', 'Last used', '']}>
        {factors.map((factor) => (
          <FactorRow
            key={factor.id}
            factor={factor}
            onRename={() => renaming.open(factor)}
            onRemove={() => removing.open(factor)}
          />
        ))}
      </CardTable>
      <RenameFactor factor={renaming.subject} isOpen={renaming.isOpen} onClose={renaming.close} />
      <ConfirmDialog
        title={`Remove ${removing.subject?.name ?? ''}?`}
        action="Remove"
        change={remove}
        isOpen={removing.isOpen}
        onConfirm={() => removing.subject && remove.mutate(removing.subject.id, { onSuccess: onRemoved })}
        onClose={removing.close}
      >
        {factors.length === 1
          ? 'This is your last second factor. Your recovery codes are deleted too, and you sign in with the password alone. If an organization requires a second factor, your tokens can no longer reach it.'
          : 'You can no longer sign in with it.'}
      </ConfirmDialog>
    </>
  );
}

interface FactorRowProps {
  readonly factor: SecondFactor;
  readonly onRename: () => void;
  readonly onRemove: () => void;
}

function FactorRow({ factor: { name, type, createdAt, lastUsedAt }, onRename, onRemove }: FactorRowProps) {
  return (
    <Table.Tr>
      <Table.Td>
        <Text component="span" size="sm" fw={500}>
          {name}
        </Text>
      </Table.Td>
      <Table.Td data-label="Type">{TYPES[type]}</Table.Td>
      <Table.Td data-label="Added">
        <TimeText at={createdAt} />
      </Table.Td>
      <Table.Td data-label="Last used">{lastUsedAt === null ? 'Never' : <TimeText at={lastUsedAt} />}</Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Button size="xs" variant="default" onClick={onRename} aria-label={`Rename ${name}`}>
            Rename
          </Button>
          <Button size="xs" variant="default" onClick={onRemove} aria-label={`Remove ${name}`}>
            Remove
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

interface RenameFactorProps {
  readonly factor: SecondFactor | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function RenameFactor({ factor, isOpen, onClose }: RenameFactorProps) {
  const rename = useRenameFactor();
  return (
    <NameDialog
      title="Rename second factor"
      action="Rename"
      initialName={factor?.name ?? ''}
      change={rename}
      isOpen={isOpen}
      onName={(name) => factor && rename.mutate({ id: factor.id, name }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
