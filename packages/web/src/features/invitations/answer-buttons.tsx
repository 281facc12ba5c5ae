import { Alert, Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { UseMutationResult } from '@tanstack/react-query';
import type { OpenedInvitation, WaitingInvitation } from '../../api/types.ts';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { haveRulesChanged, useAcceptInvitation, useDeclineInvitation } from './use-invitations.ts';

/** The properties of each way to answer an invitation from a link. */
export interface AnswerProps {
  readonly code: string;
  readonly invitation: OpenedInvitation;
  readonly onAccepted: () => void;
  readonly onDeclined: () => void;
}

interface AnswerButtonsProps {
  readonly invitation: WaitingInvitation;
  readonly onAccepted: () => void;
  readonly onDeclined: () => void;
}

/** For an account that is signed in. */
export function AnswerButtons({ invitation, onAccepted, onDeclined }: AnswerButtonsProps) {
  const accept = useAcceptInvitation(onAccepted);
  const decline = useDeclineInvitation(onDeclined);
  const { id, organization } = invitation;
  return (
    <Stack gap="sm">
      <AnswerFault fault={accept.error} />
      <Group gap="xs">
        <Button
          loading={accept.isPending}
          aria-label={`Accept the invitation to ${organization}`}
          onClick={() => accept.mutate(invitation)}
        >
          Accept
        </Button>
        <DeclineButton organization={organization} change={decline} onConfirm={() => decline.mutate(id)} />
      </Group>
    </Stack>
  );
}

export function AnswerFault({ fault }: { readonly fault: unknown }) {
  if (!haveRulesChanged(fault)) return <FaultAlert fault={fault} />;
  return (
    <Alert color="yellow" role="alert" title="The rules have changed">
      You have not accepted anything. This page shows the current rules. Read them again before you accept.
    </Alert>
  );
}

interface DeclineButtonProps {
  /** Null for the server. */
  readonly organization: string | null;
  readonly change: Pick<UseMutationResult, 'isPending' | 'error' | 'reset'>;
  readonly onConfirm: () => void;
}

export function DeclineButton({ organization, change, onConfirm }: DeclineButtonProps) {
  const [isOpen, { open, close }] = useDisclosure();
  const name = organization ?? 'this server';
  return (
    <>
      <Button variant="default" onClick={open} aria-label={`Decline the invitation to ${name}`}>
        Decline
      </Button>
      <ConfirmDialog
        title={`Decline the invitation to ${name}?`}
        action="Decline"
        change={change}
        isOpen={isOpen}
        onClose={close}
        onConfirm={onConfirm}
      >
        The invitation ends, and {name} cannot invite you again for 30 days.
      </ConfirmDialog>
    </>
  );
}
