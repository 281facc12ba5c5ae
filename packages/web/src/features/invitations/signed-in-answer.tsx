import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { sessionQuery } from '../../api/session.ts';
import { FaultAlert, QueryStatus } from '../../parts/fault-alert.tsx';
import { SignInAsker } from '../../shell/sign-in-asker.tsx';
import { AnswerButtons, type AnswerProps } from './answer-buttons.tsx';
import { invitationsQuery } from './use-invitations.ts';

/** `account` is the name of the account that is signed in. It can differ from the invited one. */
export function SignedInAnswer({ invitation, account, ...answered }: AnswerProps & { readonly account: string }) {
  const query = useQuery({ ...invitationsQuery, staleTime: 0 });
  if (!query.data) return <QueryStatus query={query} name="your invitations" height={80} />;
  // Of another account that was signed in before.
  const own = query.data.invitations.find(({ id }) => id === invitation.id);
  if (!own && query.isFetching) return <Skeleton height={80} role="status" aria-label="Loading your invitations" />;
  if (!own) return <OtherAccount account={account} invited={invitation.invited} />;
  return (
    <>
      <Text size="sm">
        You are signed in as <b>{account}</b>.
      </Text>
      {/* Sends the rules that this page shows. The server refuses if they became stricter, and the page then shows them. */}
      <AnswerButtons invitation={{ ...own, terms: invitation.terms }} {...answered} />
      <SignInAsker />
    </>
  );
}

interface OtherAccountProps {
  readonly account: string;
  readonly invited: string;
}

function OtherAccount({ account, invited }: OtherAccountProps) {
  const queryClient = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => answerOf(client.DELETE('/api/session')),
    onSuccess: () => {
      // Only this query, because the invitation of the link must stay on the page.
      queryClient.removeQueries({ queryKey: invitationsQuery.queryKey });
      return queryClient.resetQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  return (
    <Alert color="yellow" title={`You are signed in as ${account}`}>
      <Stack gap="sm" align="flex-start" style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm">This account cannot accept the invitation. It is for {invited}. Sign out to continue.</Text>
        <FaultAlert fault={signOut.error} />
        <Button loading={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out
        </Button>
      </Stack>
    </Alert>
  );
}
