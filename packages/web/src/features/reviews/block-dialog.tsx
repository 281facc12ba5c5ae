import { Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { useRuling } from './use-access-review.ts';

interface BlockDialogProps {
  readonly organization: string;
  readonly tokens: readonly string[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onBlocked: () => void;
}

/** Asks for the reason, which the holders read. */
export function BlockDialog({ organization, tokens, isOpen, onClose, onBlocked }: BlockDialogProps) {
  const [reason, setReason] = useState('');
  const block = useRuling(organization);
  const close = () => {
    block.reset();
    onClose();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const done = () => {
      close();
      onBlocked();
    };
    block.mutate({ ruling: 'block', tokens: [...tokens], reason: reason.trim() }, { onSuccess: done });
  };
  const title = tokens.length === 1 ? 'Block this token here?' : `Block ${tokens.length} tokens here?`;
  return (
    <Modal opened={isOpen} onClose={close} title={title} centered>
      <form onSubmit={send}>
        <Stack>
          <Text size="sm">
            {tokens.length === 1 ? 'It no longer reaches' : 'They no longer reach'} any repository of {organization},
            also with what the same command-line login creates later. Other uses are not affected. The holder is told by
            mail; newer tokens of the same holder wait for your approval, and the password is not accepted here
            meanwhile.
          </Text>
          <Textarea
            label="Reason"
            description="The holder reads it, and so does anyone who uses the token."
            placeholder="Not used since May"
            required
            maxLength={200}
            autosize
            minRows={2}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <FaultAlert fault={block.error} />
          <FormButtons action="Block here" isBusy={block.isPending} onClose={close} />
        </Stack>
      </form>
    </Modal>
  );
}
