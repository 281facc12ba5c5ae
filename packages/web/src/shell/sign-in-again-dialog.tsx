import { Modal, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { setSignInAsker } from '../api/sign-in-again.ts';
import { useSession } from '../api/use-session.ts';
import { SignInForm } from './sign-in-form.tsx';

/** Asks for the password again over the page, so that what was typed there stays. */
export function SignInAgainDialog() {
  const { name } = useSession();
  const [settle, setSettle] = useState<(isSignedIn: boolean) => void>();
  useEffect(() => {
    setSignInAsker(() => new Promise((resolve) => setSettle(() => resolve)));
    return () => setSignInAsker(undefined);
  }, []);
  const close = (isSignedIn: boolean) => {
    settle?.(isSignedIn);
    setSettle(undefined);
  };
  return (
    <Modal opened={settle !== undefined} onClose={() => close(false)} title="Sign in again" centered>
      <Text mb="md">Your session has ended. What you typed on the page is still there.</Text>
      <SignInForm identifier={name} onSignedIn={() => close(true)} />
    </Modal>
  );
}
