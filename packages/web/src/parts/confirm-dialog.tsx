import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
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
