import { Button, Group, Stack, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '../../api/session.ts';
import { singleSignOnAddress } from '../sessions/sign-in-address.ts';
import { SignInSteps } from '../sessions/steps/sign-in-steps.tsx';
import { type AnswerProps, DeclineButton } from './answer-buttons.tsx';
import { keepInvitationCode } from './invitation-code.ts';
import { useDeclineByLink } from './use-invitations.ts';

/** The sign-in is part of the invitation's page, so that the code of the link is not lost. */
export function SignInToAnswer({ code, invitation: { organization }, onDeclined }: AnswerProps) {
  const [isSigningIn, setIsSigningIn] = useState(false);
  const decline = useDeclineByLink(onDeclined);
  const queryClient = useQueryClient();
  const goToProvider = (provider: string) => {
    keepInvitationCode(code);
    window.location.assign(singleSignOnAddress(provider, '/invitation'));
  };
  if (isSigningIn) {
    return (
      <Stack maw={416}>
        <Title order={2}>Sign in to accept</Title>
        <SignInSteps
          onSignedIn={() => void queryClient.resetQueries({ queryKey: sessionQuery.queryKey })}
          onSingleSignOn={goToProvider}
        />
      </Stack>
    );
  }
  return (
    <Group gap="xs">
      <Button onClick={() => setIsSigningIn(true)}>Sign in to accept</Button>
      <DeclineButton organization={organization} change={decline} onConfirm={() => decline.mutate(code)} />
    </Group>
  );
}
