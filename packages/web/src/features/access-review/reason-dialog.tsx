import { Modal, Stack, Text, Textarea } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
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

/** What a block does, also in a review. */
export function blockEffect(organization: string, count: number): string {
  return count === 1
    ? `It can no longer reach any repository of ${organization}, and neither can any token that the same command-line login creates later. Other uses are not affected. Its holder gets a mail. Newer tokens of the holder wait for the approval of an owner, and the holder's password is not accepted here meanwhile.`
    : `They can no longer reach any repository of ${organization}, and neither can any tokens that the same command-line logins create later. Other uses are not affected. Their holders get a mail. Newer tokens of these holders wait for the approval of an owner, and their passwords are not accepted here meanwhile.`;
}

const WORDS = {
  block: {
    titleOfOne: 'Block this token here?',
    action: 'Block here',
    example: 'Not used since May',
    effect: blockEffect,
  },
  refuse: {
    titleOfOne: 'Refuse this token?',
    action: 'Refuse',
    example: 'Ask for pull only',
    effect: (organization: string, count: number) =>
      count === 1
        ? `It cannot reach any repository of ${organization}. Other uses are not affected. Its holder gets a mail. An owner can still approve it later, in the list of all tokens.`
        : `They cannot reach any repository of ${organization}. Other uses are not affected. Their holders get a mail. An owner can still approve them later, in the list of all tokens.`,
  },
} as const;

/** Asks for the reason of a ruling on tokens of the list. */
export function ReasonDialog({ organization, ruling, tokens, isOpen, onClose, onDone }: ReasonDialogProps) {
  const change = useRuling(organization);
  const { effect, ...words } = WORDS[ruling];
  const send = (reason: string, close: () => void) => {
    const done = () => {
      close();
      onDone();
    };
    change.mutate({ ruling, tokens: [...tokens], reason }, { onSuccess: done });
  };
  return (
    <AskReason {...words} count={tokens.length} change={change} isOpen={isOpen} onClose={onClose} onSend={send}>
      {effect(organization, tokens.length)}
    </AskReason>
  );
}

interface AskReasonProps {
  readonly titleOfOne: string;
  /** The text of the button, such as "Block here". */
  readonly action: string;
  readonly example: string;
  /** How many tokens it is about. */
  readonly count: number;
  /** What the action changes. */
  readonly children: string;
  readonly change: Pick<UseMutationResult, 'isPending' | 'error' | 'reset'>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** `close` empties the dialog and closes it. */
  readonly onSend: (reason: string, close: () => void) => void;
}

/** Asks for the reason, which the holders read. */
export function AskReason(props: AskReasonProps) {
  const { titleOfOne, action, example, count, children, change, isOpen, onClose, onSend } = props;
  const [reason, setReason] = useState('');
  const close = () => {
    change.reset();
    setReason('');
    onClose();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSend(reason.trim(), close);
  };
  const title = count === 1 ? titleOfOne : `${action.split(' ')[0]} ${count} tokens?`;
  return (
    <Modal opened={isOpen} onClose={close} title={title} centered>
      <form onSubmit={send}>
        <Stack>
          <Text size="sm">{children}</Text>
          <Textarea
            label="Reason"
            description="Shown to the holder and to anyone who uses the token."
            placeholder={example}
            required
            maxLength={200}
            autosize
            minRows={2}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <FaultAlert fault={change.error} />
          <FormButtons action={action} isBusy={change.isPending} onClose={close} />
        </Stack>
      </form>
    </Modal>
  );
}
