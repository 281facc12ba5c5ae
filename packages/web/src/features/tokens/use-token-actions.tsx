import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { faultText } from '../../api/api-fault.ts';
import type { Token } from '../../api/types.ts';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { type TokenChange, useChangeTokens } from './use-tokens.ts';

const UNDO_MILLISECONDS = 10_000;

interface TokenActions {
  /** At once, with a way back. */
  setActive(tokens: readonly Token[], active: boolean): void;
  /** Asks first, for there is no way back. */
  askToDelete(tokens: readonly Token[]): void;
  /** To be rendered by whoever acts. */
  readonly dialog: ReactNode;
}

/** `onDone` hears what was done, once it was. */
export function useTokenActions(onDone: (change: 'delete' | 'status') => void): TokenActions {
  const change = useChangeTokens();
  const remove = useChangeTokens();
  const [doomed, setDoomed] = useState<readonly Token[]>([]);
  const apply = (wanted: TokenChange, after: () => void) =>
    change.mutate(wanted, { onSuccess: after, onError: showFault });
  return {
    setActive: (tokens, active) => {
      const ids = tokens.map(({ id }) => id);
      const undo = () => apply({ ids, change: { active: !active } }, () => undefined);
      apply({ ids, change: { active } }, () => {
        showUndo(`${active ? 'Activated' : 'Deactivated'} ${named(tokens)}.`, undo);
        onDone('status');
      });
    },
    askToDelete: setDoomed,
    dialog: (
      <ConfirmDialog
        title={`Delete ${named(doomed)}?`}
        action={`Delete ${doomed.length === 1 ? 'the token' : `${doomed.length} tokens`}`}
        isOpen={doomed.length > 0}
        isBusy={remove.isPending}
        fault={remove.error}
        onClose={() => setDoomed([])}
        onConfirm={() => {
          const afterwards = () => {
            setDoomed([]);
            onDone('delete');
          };
          remove.mutate({ ids: doomed.map(({ id }) => id), change: 'delete' }, { onSuccess: afterwards });
        }}
      >
        Whatever uses {doomed.length === 1 ? 'it' : 'them'} is refused at once. This cannot be undone; to stop{' '}
        {doomed.length === 1 ? 'it' : 'them'} for a while only, deactivate instead.
      </ConfirmDialog>
    ),
  };
}

function named(tokens: readonly Token[]): string {
  const [first] = tokens;
  return tokens.length === 1 && first ? `“${first.description}”` : `${tokens.length} tokens`;
}

function showUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    autoClose: UNDO_MILLISECONDS,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}

function showFault(fault: unknown): void {
  notifications.show({ color: 'red', message: faultText(fault), autoClose: false });
}
