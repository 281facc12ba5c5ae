import { Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { useRuling } from './use-access-review.ts';

interface ReasonDialogProps {
  readonly organization: string;
  readonly ruling: keyof typeof WORDS;
  readonly tokens: readonly string[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const WORDS = {
  block: {
    titleOfOne: 'Block this token here?',
    action: 'Block here',
    example: 'Not used since May',
    effect: (organization: string) =>
      `It can no longer reach any repository of ${organization}, and neither can any token that the same command-line login creates later. Other uses are not affected. The holder gets a mail. Newer tokens of the same holder wait for your approval, and the password of the holder is not accepted here meanwhile.`,
  },
  refuse: {
    titleOfOne: 'Refuse this token?',
    action: 'Refuse',
    example: 'Ask for pull only',
    effect: (organization: string) =>
      `It cannot reach any repository of ${organization}. Other uses are not affected. The holder gets a mail. An owner can still approve it later, in the list of all tokens.`,
  },
} as const;

/** Asks for the reason, which the holders read. */
export function ReasonDialog({ organization, ruling, tokens, isOpen, onClose, onDone }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const change = useRuling(organization);
  const words = WORDS[ruling];
  const close = () => {
    change.reset();
    onClose();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const done = () => {
      close();
      onDone();
    };
    change.mutate({ ruling, tokens: [...tokens], reason: reason.trim() }, { onSuccess: done });
  };
  const title = tokens.length === 1 ? words.titleOfOne : `${words.action.split(' ')[0]} ${tokens.length} tokens?`;
  return (
    <Modal opened={isOpen} onClose={close} title={title} centered>
      <form onSubmit={send}>
        <Stack>
          <Text size="sm">{words.effect(organization)}</Text>
          <Textarea
            label="Reason"
            description="Shown to the holder and to anyone who uses the token."
            placeholder={words.example}
            required
            maxLength={200}
            autosize
            minRows={2}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <FaultAlert fault={change.error} />
          <FormButtons action={words.action} isBusy={change.isPending} onClose={close} />
        </Stack>
      </form>
    </Modal>
  );
}
