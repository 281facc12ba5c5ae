import { Alert, Modal, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SignInReason } from '../api/client.ts';
import { sessionQuery } from '../api/session.ts';
import { singleSignOnAddress } from '../features/sessions/sign-in-address.ts';
import { SignInSteps } from '../features/sessions/steps/sign-in-steps.tsx';

export interface AskedSignIn {
  readonly reason: SignInReason;
  /** The account of the page. The request is never repeated for another account. */
  readonly name: string;
  readonly settle: (isSignedIn: boolean) => void;
}

interface SignInAgainDialogProps {
  /** Undefined while no sign-in is needed. */
  readonly asked: AskedSignIn | undefined;
  readonly onClose: (isSignedIn: boolean) => void;
}

/** Asks for the sign-in over the page, so that typed text is kept. */
export function SignInAgainDialog({ asked, onClose: close }: SignInAgainDialogProps) {
  const queryClient = useQueryClient();
  const signedIn = async () => {
    const session = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => undefined);
    if (session?.name === asked?.name) return close(true);
    // The passkey belongs to another account, and the request must not be sent as that account.
    close(false);
    window.location.reload();
  };
  return (
    <Modal opened={asked !== undefined} onClose={() => close(false)} title="Sign in again" centered>
      {asked && <Text mb="md">{REASONS[asked.reason]}</Text>}
      {asked && <StepsAgain key={asked.reason} name={asked.name} onSignedIn={() => void signedIn()} />}
    </Modal>
  );
}

const REASONS: Readonly<Record<SignInReason, string>> = {
  ended: 'Your session has ended. Sign in to continue; what you typed on the page is kept.',
  'too-old': 'This change needs a sign-in within the last 10 minutes. What you typed on the page is kept.',
};

function StepsAgain({ name, onSignedIn }: { readonly name: string; readonly onSignedIn: () => void }) {
  const [isElsewhere, setIsElsewhere] = useState(false);
  useFreshSession(isElsewhere, onSignedIn);
  const openProvider = (organization: string) => {
    window.open(singleSignOnAddress(organization, '/signed-in', true), '_blank', 'noopener');
    setIsElsewhere(true);
  };
  return (
    <>
      {isElsewhere && (
        <Alert mb="md" role="status">
          Sign in in the other tab, then come back to this one.
        </Alert>
      )}
      <SignInSteps identifier={name} onSignedIn={onSignedIn} onSingleSignOn={openProvider} />
    </>
  );
}

/** The sign-in happens in another tab, so the session is checked when the person returns to this one. */
function useFreshSession(isWatching: boolean, onFresh: () => void): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!isWatching) return;
    const look = async () => {
      const session = await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => undefined);
      if (session?.freshUntil) onFresh();
    };
    const listen = () => void look();
    window.addEventListener('focus', listen);
    return () => window.removeEventListener('focus', listen);
  }, [isWatching, onFresh, queryClient]);
}
