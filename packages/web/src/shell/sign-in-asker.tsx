import { lazyRouteComponent } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { setSignInAsker } from '../api/client.ts';
import { useSession } from '../api/session.ts';
import type { AskedSignIn } from './sign-in-again-dialog.tsx';

const loadDialog = () => import('./sign-in-again-dialog.tsx');
const SignInAgainDialog = lazyRouteComponent(loadDialog, 'SignInAgainDialog');

/** Opens the sign-in dialog, which is loaded when it is first needed. */
export function SignInAsker() {
  const { name } = useSession();
  const [asked, setAsked] = useState<AskedSignIn>();
  const [isLoaded, setIsLoaded] = useState(false);
  useEffect(() => {
    setSignInAsker(async (reason) => {
      const isThere = await loadDialog().then(
        () => true,
        () => false,
      );
      if (!isThere) return false;
      setIsLoaded(true);
      return new Promise((settle) => setAsked({ reason, name, settle }));
    });
    return () => setSignInAsker(undefined);
  }, [name]);
  const close = (isSignedIn: boolean) => {
    asked?.settle(isSignedIn);
    setAsked(undefined);
  };
  return isLoaded ? (
    <Suspense>
      <SignInAgainDialog asked={asked} onClose={close} />
    </Suspense>
  ) : null;
}
