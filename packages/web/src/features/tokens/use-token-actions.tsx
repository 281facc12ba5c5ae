import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { lazyRouteComponent } from '@tanstack/react-router';
import { type ReactNode, Suspense, useState } from 'react';
import { faultText } from '../../api/api-fault.ts';
import type { Token } from '../../api/types.ts';
import { type TokenChange, useChangeTokens } from './use-tokens.ts';

/** Loaded when it opens for the first time. */
const ConfirmDialog = lazyRouteComponent(() => import('../../parts/dialogs.tsx'), 'ConfirmDialog');

const UNDO_MILLISECONDS = 10_000;

export interface TokenActions {
  /** Happens at once and can be undone. */
  setActive(tokens: readonly Token[], active: boolean): void;
  /** Asks first, because it cannot be undone. */
  askToDelete(tokens: readonly Token[]): void;
  /** Must be rendered by the caller. */
  readonly dialog: ReactNode;
}

/** `onDone` is called after a change succeeded. */
export function useTokenActions(onDone: (change: 'delete' | 'status') => void): TokenActions {
  const change = useChangeTokens();
  const remove = useChangeTokens();
  const [doomed, setDoomed] = useState<readonly Token[]>([]);
  const [wasAsked, setWasAsked] = useState(false);
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
    askToDelete: (tokens) => {
      setDoomed(tokens);
      setWasAsked(true);
    },
    dialog: wasAsked && (
      <Suspense>
        <ConfirmDialog
          title={`Delete ${named(doomed)}?`}
          action={`Delete ${doomed.length === 1 ? 'token' : `${doomed.length} tokens`}`}
          isOpen={doomed.length > 0}
          change={remove}
          onClose={() => setDoomed([])}
          onConfirm={() => {
            const afterwards = () => {
              setDoomed([]);
              onDone('delete');
            };
            remove.mutate({ ids: doomed.map(({ id }) => id), change: 'delete' }, { onSuccess: afterwards });
          }}
        >
          Everything that uses {doomed.length === 1 ? 'this token' : 'these tokens'} is refused at once. You cannot undo
          this. To stop {doomed.length === 1 ? 'it' : 'them'} only for a while, choose Deactivate instead.
        </ConfirmDialog>
      </Suspense>
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
