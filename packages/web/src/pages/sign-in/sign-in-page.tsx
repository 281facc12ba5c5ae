import { Anchor, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { NarrowPage } from '../../shell/narrow-page.tsx';
import { SignInForm } from '../../shell/sign-in-form.tsx';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const goOn = () => {
    queryClient.clear();
    router.history.push(ownAddress(next));
  };
  return (
    <NarrowPage title="Sign in">
      <SignInForm onSignedIn={goOn} />
      <Text mt="md" size="sm">
        <Anchor component={Link} to="/forgot-password">
          Forgotten your password?
        </Anchor>
      </Text>
    </NarrowPage>
  );
}

/** Never the address of somebody else: `//host` and `/\host` leave this server (an open redirect). */
function ownAddress(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/';
}
