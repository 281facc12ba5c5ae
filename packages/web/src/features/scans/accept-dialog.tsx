import { Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { dayOf, startOf } from '../lifetimes/start-days.ts';
import { type FindingKey, findingText, useAcceptFinding } from './use-accepted-findings.ts';

interface AcceptDialogProps {
  readonly organization: string;
  readonly repository: string;
  /** The image that has the finding. */
  readonly digest: string;
  /** Undefined if the dialog is closed. */
  readonly finding: FindingKey | undefined;
  readonly onClose: () => void;
}

const DAY_MILLISECONDS = 86_400_000;
const USUAL_DAYS = 30;
const MAXIMUM_DAYS = 364;

/** Accepts a finding in all images of the repository, until a date. */
export function AcceptDialog({ organization, repository, digest, finding, onClose }: AcceptDialogProps) {
  const [reason, setReason] = useState('');
  const [day, setDay] = useState(() => dayOf(Date.now() + USUAL_DAYS * DAY_MILLISECONDS));
  const accept = useAcceptFinding(organization, repository);
  const close = () => {
    accept.reset();
    setReason('');
    onClose();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!finding) return;
    accept.mutate({ ...finding, digest, reason: reason.trim(), endsAt: startOf(day) }, { onSuccess: close });
  };
  return (
    <Modal opened={finding !== undefined} onClose={close} title="Accept this finding" centered>
      <form onSubmit={send}>
        <Stack>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {finding && <b>{findingText(finding)}</b>}
          </Text>
          <Text size="sm">
            Until the end date, the policy does nothing about this finding in any image of {repository}. All owners get
            a mail now, and when it ends.
          </Text>
          <Textarea
            label="Reason"
            description="Shown in the audit log."
            required
            data-autofocus
            maxLength={200}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="End date"
            description="Within a year."
            required
            min={dayOf(Date.now() + DAY_MILLISECONDS)}
            max={dayOf(Date.now() + MAXIMUM_DAYS * DAY_MILLISECONDS)}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <FaultAlert fault={accept.error} />
          <FormButtons action="Accept finding" isBusy={accept.isPending} onClose={close} />
        </Stack>
      </form>
    </Modal>
  );
}
