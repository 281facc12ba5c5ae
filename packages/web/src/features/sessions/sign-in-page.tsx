import { Anchor, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { sessionQuery } from '../../api/session.ts';
import { NarrowPage } from '../../shell/narrow-page.tsx';
import { isServerPage, ownAddress, signInStepOf, singleSignOnAddress } from './sign-in-address.ts';
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
    // Without the required second factor there are no tokens and command lines, so it comes first.
    if (session?.secondFactorRequiredBy) router.history.push('/account/security');
    else if (isServerPage(address)) window.location.assign(address);
    else router.history.push(address);
  };
  return (
    <NarrowPage title="Sign in" lead={isServerPage(address) ? 'Sign in to approve your command line.' : undefined}>
      <SignInSteps
        begin={signInStepOf(where)}
        onSignedIn={() => void goOn()}
        onSingleSignOn={(organization) => window.location.assign(singleSignOnAddress(organization, address))}
      />
      <Text mt="md" size="sm">
        <Anchor component={Link} to="/forgot-password">
          Forgot password?
        </Anchor>
      </Text>
    </NarrowPage>
  );
}

/** The last page of a tab that was opened only to sign in. */
export function SignedInPage() {
  return (
    <NarrowPage title="You are signed in">
      <Text role="status">Close this tab and go back to the other one.</Text>
    </NarrowPage>
  );
}
