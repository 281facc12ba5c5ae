import { Button, Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SentInvitation } from '../../../api/types.ts';
import { InvitationStatusBadge } from '../../../parts/badges.tsx';
import { ConfirmDialog, type Dialog, useDialog } from '../../../parts/dialogs.tsx';
import { FaultAlert, QueryStatus } from '../../../parts/fault-alert.tsx';
import { CardTable } from '../../../parts/lists.tsx';
import { SectionHead } from '../../../parts/page-head.tsx';
import { TimeText } from '../../../parts/time-text.tsx';
import {
  type InvitedTo,
  sentInvitationsQuery,
  useResendInvitation,
  useWithdrawInvitation,
} from './use-sent-invitations.ts';
import { useSentMessage } from './use-sent-message.tsx';

interface SentInvitationsProps {
  readonly to: InvitedTo;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Invitations that are waiting, expired or declined. */
export function SentInvitations({ to, actions, children }: SentInvitationsProps) {
  const query = useQuery(sentInvitationsQuery(to));
  const invitations = query.data?.invitations;
  return (
    <section>
      <SectionHead title="Invitations" actions={actions}>
        {children}
      </SectionHead>
      <QueryStatus query={query} name="invitations" height={80} />
      {invitations?.length === 0 && <Text c="dimmed">No invitations are waiting for an answer.</Text>}
      {invitations && invitations.length > 0 && <InvitationTable to={to} invitations={invitations} />}
    </section>
  );
}

interface InvitationTableProps {
  readonly to: InvitedTo;
  readonly invitations: readonly SentInvitation[];
}

function InvitationTable({ to, invitations }: InvitationTableProps) {
  const [tellSent, linkDialog] = useSentMessage();
  const resend = useResendInvitation(to);
  const withdrawal = useDialog<SentInvitation>();
  const roles = to === null ? [] : ['Role'];
  return (
    <>
      <FaultAlert fault={resend.error} />
      <CardTable label="Invitations" columns={['Invited', ...roles, 'Invited by', 'Sent', 'Ends', 'State', '']}>
        {invitations.map((invitation, index) => (
          <InvitationRow
            key={invitation.id}
            invitation={invitation}
            isNewest={invitations.findIndex(({ invited }) => invited === invitation.invited) === index}
            isResending={resend.isPending && resend.variables === invitation.id}
            onResend={() => resend.mutate(invitation.id, { onSuccess: tellSent })}
            onWithdraw={() => withdrawal.open(invitation)}
          />
        ))}
      </CardTable>
      {linkDialog}
      <WithdrawDialog to={to} dialog={withdrawal} />
    </>
  );
}

interface InvitationRowProps {
  readonly invitation: SentInvitation;
  /** The newest to the same account or address. Others cannot be sent again. */
  readonly isNewest: boolean;
  readonly isResending: boolean;
  readonly onResend: () => void;
  readonly onWithdraw: () => void;
}

const ROLE_LABELS = { owner: 'Owner', editor: 'Editor', member: 'Member' } as const;

function InvitationRow({ invitation, isNewest, isResending, onResend, onWithdraw }: InvitationRowProps) {
  const { invited, role, invitedBy, sentAt, expiresAt, status } = invitation;
  return (
    <Table.Tr>
      <Table.Td>
        <Text component="span" fz="inherit" fw={500}>
          {invited}
        </Text>
      </Table.Td>
      {role !== null && <Table.Td data-label="Role">{ROLE_LABELS[role]}</Table.Td>}
      <Table.Td data-label="Invited by">{invitedBy}</Table.Td>
      <Table.Td data-label="Sent">
        <TimeText at={sentAt} />
      </Table.Td>
      <Table.Td data-label="Ends">
        <TimeText at={expiresAt} />
      </Table.Td>
      <Table.Td data-label="State">
        <InvitationStatusBadge status={status} />
      </Table.Td>
      <Table.Td>
        {status !== 'declined' && (
          <Group gap={4} justify="flex-end">
            {isNewest && (
              <Button
                size="compact-sm"
                variant="subtle"
                loading={isResending}
                aria-label={`Send again the invitation of ${invited}`}
                onClick={onResend}
              >
                Send again
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              aria-label={`Withdraw the invitation of ${invited}`}
              onClick={onWithdraw}
            >
              Withdraw
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function WithdrawDialog({ to, dialog }: { readonly to: InvitedTo; readonly dialog: Dialog<SentInvitation> }) {
  const { subject, isOpen, close } = dialog;
  const withdraw = useWithdrawInvitation(to);
  return (
    <ConfirmDialog
      title={`Withdraw the invitation of ${subject?.invited}?`}
      action="Withdraw"
      change={withdraw}
      isOpen={isOpen}
      onClose={close}
      onConfirm={() => subject && withdraw.mutate(subject.id, { onSuccess: close })}
    >
      The link stops working at once. You can send a new invitation later.
    </ConfirmDialog>
  );
}
