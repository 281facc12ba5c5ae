import { Modal, Stack, Text } from '@mantine/core';
import type { FormEvent } from 'react';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { ReasonUntilFields, useReasonUntil } from '../../parts/reason-until-fields.tsx';
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

const USUAL_DAYS = 30;

/** Accepts a finding in all images of the repository, until a date. */
export function AcceptDialog({ organization, repository, digest, finding, onClose }: AcceptDialogProps) {
  const until = useReasonUntil(USUAL_DAYS);
  const accept = useAcceptFinding(organization, repository);
  const close = () => {
    accept.reset();
    until.setReason('');
    onClose();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!finding) return;
    accept.mutate({ ...finding, digest, ...until.sent }, { onSuccess: close });
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
          <ReasonUntilFields value={until} readers="Shown in the audit log." takesFocus />
          <FaultAlert fault={accept.error} />
          <FormButtons action="Accept finding" isBusy={accept.isPending} onClose={close} />
        </Stack>
      </form>
    </Modal>
  );
}
