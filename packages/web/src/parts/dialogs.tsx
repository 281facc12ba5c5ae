import { Button, Drawer, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { FaultAlert } from './fault-alert.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will be so afterwards; above all what cannot be undone. */
  readonly children: ReactNode;
  /** The verb, as "Delete 3 tokens". */
  readonly action: string;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly fault: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asked before what cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Modal opened={props.isOpen} onClose={props.onClose} title={props.title} centered>
      <Stack>
        <Text component="div">{props.children}</Text>
        <FaultAlert fault={props.fault} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose} data-autofocus>
            Keep
          </Button>
          <Button color="red" loading={props.isBusy} onClick={props.onConfirm}>
            {props.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

export interface Dialog<Subject> {
  /** What it is about, kept while it fades; undefined until it was opened once. */
  readonly subject: Subject | undefined;
  readonly isOpen: boolean;
  open(subject: Subject): void;
  close(): void;
}

/** A dialog about one of many. */
export function useDialog<Subject>(): Dialog<Subject> {
  const [state, setState] = useState<{ readonly subject?: Subject; readonly isOpen: boolean }>({ isOpen: false });
  return {
    subject: state.subject,
    isOpen: state.isOpen,
    open: (subject) => setState({ subject, isOpen: true }),
    close: () => setState((before) => ({ ...before, isOpen: false })),
  };
}

interface SideSheetProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** One of a list, beside the list. */
export function SideSheet({ title, isOpen, onClose, children }: SideSheetProps) {
  const heading = (
    <Text span fz="lg" fw={600}>
      {title}
    </Text>
  );
  return (
    <Drawer opened={isOpen} onClose={onClose} title={heading} position="right" size="lg">
      {children}
    </Drawer>
  );
}
