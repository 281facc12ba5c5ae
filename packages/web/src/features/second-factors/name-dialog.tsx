import { Modal, Stack, TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';

interface NameDialogProps {
  readonly title: string;
  readonly action: string;
  readonly initialName: string;
  /** The change that uses the name. */
  readonly change: Pick<UseMutationResult, 'isPending' | 'error'>;
  readonly isOpen: boolean;
  readonly children?: ReactNode;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

/** Asks for the name of a second factor. */
export function NameDialog(props: NameDialogProps) {
  const { title, action, initialName, change, isOpen, children, onName, onClose } = props;
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
          <FaultAlert fault={change.error} />
          <TextInput
            label="Name"
            description="So that you recognize it later, for example the device where it is"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <FormButtons action={action} isBusy={change.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
