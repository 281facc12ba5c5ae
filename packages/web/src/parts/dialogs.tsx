import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { FaultAlert } from './fault-alert.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What the action changes, especially what cannot be undone. */
  readonly children: ReactNode;
  /** The text of the button, such as "Delete 3 tokens". */
  readonly action: string;
  /** The action of the button. The dialog shows that it is running, and its fault. */
  readonly change: Pick<UseMutationResult, 'isPending' | 'error' | 'reset'>;
  readonly isOpen: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before an action that cannot be undone. */
export function ConfirmDialog({ title, children, action, change, isOpen, onConfirm, onClose }: ConfirmDialogProps) {
  const close = () => {
    change.reset();
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={close} title={title} centered>
      <Stack>
        <Text component="div">{children}</Text>
        <FaultAlert fault={change.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button color="red" loading={change.isPending} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface FormButtonsProps {
  /** The text of the button that sends the form. */
  readonly action: string;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  /** The action deletes something permanently. */
  readonly isDangerous?: boolean;
}

/** The last row of a form in a dialog. */
export function FormButtons({ action, isBusy, onClose, isDangerous = false }: FormButtonsProps) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
      <Button type="submit" loading={isBusy} {...(isDangerous && { color: 'red' })}>
        {action}
      </Button>
    </Group>
  );
}

export interface Dialog<Subject> {
  /** The item of the dialog, kept while the dialog fades out. Undefined until it was opened once. */
  readonly subject: Subject | undefined;
  readonly isOpen: boolean;
  open(subject: Subject): void;
  close(): void;
}

/** A dialog about one of many items. */
export function useDialog<Subject>(): Dialog<Subject> {
  const [state, setState] = useState<{ readonly subject?: Subject; readonly isOpen: boolean }>({ isOpen: false });
  return {
    subject: state.subject,
    isOpen: state.isOpen,
    open: (subject) => setState({ subject, isOpen: true }),
    close: () => setState((before) => ({ ...before, isOpen: false })),
  };
}
