import { Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import type { WaitingInvitation } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { AnswerButtons } from './answer-buttons.tsx';
import { InvitationTerms, InvitationText } from './invitation-text.tsx';
import { invitationsQuery } from './use-invitations.ts';

/** The invitations that wait for the account. Shows nothing if there are none. */
export function WaitingInvitations() {
  const { data, error, refetch } = useQuery(invitationsQuery);
  const navigate = useNavigate();
  const place = useRef<HTMLElement>(null);
  const invitations = data?.invitations ?? [];
  const openAccepted = ({ organization }: WaitingInvitation) =>
    organization !== null &&
    navigate({
      to: '/organizations/$organization/repositories',
      params: { organization },
      state: { isNewMember: true },
    });
  const tellDeclined = ({ organization }: WaitingInvitation) => {
    notifications.show({ message: `You declined the invitation to ${organization}.` });
    place.current?.focus();
  };
  return (
    <section ref={place} tabIndex={-1} aria-label="Invitations">
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {invitations.length > 0 && (
        <Stack mb="xl">
          <Title order={2}>Invitations</Title>
          {invitations.map((invitation) => (
            <Paper key={invitation.id} withBorder p="md" maw={704}>
              <Stack gap="sm">
                <Text>
                  <InvitationText invitation={invitation} />
                </Text>
                <InvitationTerms invitation={invitation} />
                <AnswerButtons
                  invitation={invitation}
                  onAccepted={() => void openAccepted(invitation)}
                  onDeclined={() => tellDeclined(invitation)}
                />
              </Stack>
            </Paper>
          ))}
        </Stack>
      )}
    </section>
  );
}
