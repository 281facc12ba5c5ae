import { Anchor, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { sessionQuery } from '../../api/session.ts';
import { NarrowPage } from '../../shell/narrow-page.tsx';
import { isServerPage, ownAddress, signInStepOf, signOnAddress } from './sign-in-address.ts';
import { SignInSteps } from './steps/sign-in-steps.tsx';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { next, ...where } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const address = ownAddress(next);
  const goOn = async () => {
    queryClient.clear();
    const session = await queryClient.fetchQuery(sessionQuery).catch(() => undefined);
    // Nothing else comes first: neither tokens nor command lines are had without it.
    if (session?.secondFactorRequiredBy) router.history.push('/account/security');
    else if (isServerPage(address)) window.location.assign(address);
    else router.history.push(address);
  };
  return (
    <NarrowPage title="Sign in" lead={isServerPage(address) ? 'To approve the sign-in of a command line.' : undefined}>
      <SignInSteps
        begin={signInStepOf(where)}
        onSignedIn={() => void goOn()}
        onSignOn={(organization) => window.location.assign(signOnAddress(organization, address))}
      />
      <Text mt="md" size="sm">
        <Anchor component={Link} to="/forgot-password">
          Forgotten your password?
        </Anchor>
      </Text>
    </NarrowPage>
  );
}

/** Where a tab ends that was opened for a sign-in alone. */
export function SignedInPage() {
  return (
    <NarrowPage title="You are signed in">
      <Text role="status">Close this tab, and go on where you were.</Text>
    </NarrowPage>
  );
}
