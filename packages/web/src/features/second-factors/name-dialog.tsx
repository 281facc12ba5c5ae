import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { FaultAlert } from '../../parts/fault-alert.tsx';

interface NameDialogProps {
  readonly title: string;
  readonly action: string;
  readonly initialName: string;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly fault: unknown;
  readonly children?: ReactNode;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks for the name of a second factor. */
export function NameDialog({
  title,
  action,
  initialName,
  isOpen,
  isBusy,
  fault,
  children,
  onName,
  onClose,
}: NameDialogProps) {
  const [name, setName] = useState(initialName);
  useEffect(() => {
    if (isOpen) setName(initialName);
  }, [isOpen, initialName]);
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') onName(name.trim());
        }}
        noValidate
      >
        <Stack>
          {children}
          <FaultAlert fault={fault} />
          <TextInput
            label="Name"
            description="To know it by, as the device that it is in"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isBusy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
