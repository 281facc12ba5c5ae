import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ApiFault } from '../../api/api-fault.ts';
import { sessionQuery } from '../../api/session.ts';
import type { OpenedInvitation } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { NarrowPage } from '../../shell/narrow-page.tsx';
import type { AnswerProps } from './answer-buttons.tsx';
import { useInvitationCode } from './invitation-code.ts';
import { InvitationTerms, InvitationText } from './invitation-text.tsx';
import { JoinForm } from './join-form.tsx';
import { SignInToAnswer } from './sign-in-to-answer.tsx';
import { SignedInAnswer } from './signed-in-answer.tsx';
import { openedQuery } from './use-invitations.ts';

type Outcome = 'declined' | 'created';

/** The page for the link in the mail, which has the code in its fragment. */
export function InvitationPage() {
  const code = useInvitationCode();
  const [{ outcome, of }, setOutcome] = useState<{ outcome?: Outcome; of?: string }>({});
  const { data, error, refetch } = useQuery(openedQuery(code));
  if (code === '') {
    return (
      <NoInvitation title="Invitation">
        To get here, open the link of your invitation. If you have an account, sign in: invitations that wait for you
        are under Organizations.
      </NoInvitation>
    );
  }
  if (code === of) return <Over outcome={outcome} />;
  if (error instanceof ApiFault && error.status === 404) {
    return (
      <NoInvitation title="This invitation cannot be used">
        It was withdrawn, was answered or expired after 7 days, or the link is wrong. If you got a newer mail, use its
        link. Otherwise ask the person who invited you to send the invitation again.
      </NoInvitation>
    );
  }
  if (!data) {
    return (
      <NarrowPage title="Invitation">
        <FaultAlert fault={error} onRetry={() => void refetch()} />
        {!error && <Skeleton height={200} role="status" aria-label="Loading the invitation" />}
      </NarrowPage>
    );
  }
  return <Opened key={code} code={code} invitation={data} onOver={(outcome) => setOutcome({ outcome, of: code })} />;
}

interface OpenedProps {
  readonly code: string;
  readonly invitation: OpenedInvitation;
  readonly onOver: (outcome: Outcome) => void;
}

function Opened({ code, invitation, onOver }: OpenedProps) {
  const { organization, invited } = invitation;
  const openOrganization = useOpenOrganization();
  const onDeclined = () => onOver('declined');
  return (
    <NarrowPage
      title={organization === null ? 'Create your account' : `Join ${organization}`}
      lead={<InvitationText invitation={invitation} />}
      takesFocus
      isWide
    >
      <Stack>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          The invitation is for <b>{invited}</b>.
        </Text>
        <InvitationTerms invitation={invitation} />
        <Answer
          code={code}
          invitation={invitation}
          onAccepted={() => void openOrganization(organization)}
          onCreated={() => onOver('created')}
          onDeclined={onDeclined}
        />
      </Stack>
    </NarrowPage>
  );
}

/** The possible answers depend on who is signed in, and on whether the link can create an account. */
function Answer({ onCreated, ...props }: AnswerProps & { readonly onCreated: () => void }) {
  const session = useQuery({ ...sessionQuery, refetchOnWindowFocus: false });
  if (session.data) return <SignedInAnswer {...props} account={session.data.name} />;
  const isSignedOut = session.error instanceof ApiFault && session.error.status === 401;
  if (!isSignedOut) {
    if (session.error) return <FaultAlert fault={session.error} onRetry={() => void session.refetch()} />;
    return <Skeleton height={80} role="status" aria-label="Loading your account" />;
  }
  if (props.invitation.acceptBy === 'new-account') return <JoinForm {...props} onCreated={onCreated} />;
  return <SignInToAnswer {...props} />;
}

/** The first page of a new member. */
function useOpenOrganization() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async (organization: string | null) => {
    const session = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => undefined);
    if (session?.secondFactorRequiredBy) return navigate({ to: '/account/security' });
    if (organization === null) return navigate({ to: '/' });
    const params = { organization };
    return navigate({ to: '/organizations/$organization/repositories', params, state: { isNewMember: true } });
  };
}

function Over({ outcome }: { readonly outcome: Outcome | undefined }) {
  if (outcome === 'created') {
    return (
      <NarrowPage title="Account created" takesFocus>
        <Text mb="lg">Sign in with the name and the password that you chose.</Text>
        <Button component={Link} to="/sign-in" fullWidth>
          Sign in
        </Button>
      </NarrowPage>
    );
  }
  return (
    <NarrowPage title="Invitation declined" takesFocus>
      <Text>Nothing else changes. You can close this page.</Text>
    </NarrowPage>
  );
}

function NoInvitation({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <NarrowPage title={title} takesFocus>
      <Text mb="lg">{children}</Text>
      <Group>
        <AnchorLink to="/organizations">Go to your organizations</AnchorLink>
      </Group>
    </NarrowPage>
  );
}
