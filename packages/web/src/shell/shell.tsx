import { Alert, Anchor, Button, Center, Group } from '@mantine/core';
import { type ErrorComponentProps, Link, Outlet, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../api/session.ts';
import { FaultAlert } from '../parts/fault-alert.tsx';
import { awaitNewPage } from '../parts/new-page-focus.ts';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './narrow-page.tsx';
import { Places } from './places.tsx';
import classes from './shell.module.css';
import { Shortcuts } from './shortcuts.tsx';
import { SignInAsker } from './sign-in-asker.tsx';

/** The frame around every page for a person who is signed in. */
export function Shell() {
  useNewPageFocus();
  return (
    <div className={classes.frame}>
      <Anchor href="#content" className={classes.skip ?? ''}>
        Skip to content
      </Anchor>
      <header className={classes.header}>
        <Link to="/" className={classes.home} aria-label="Lanyard home">
          <Brand />
        </Link>
        <Shortcuts />
        <AccountMenu />
      </header>
      <Places />
      <main id="content" className={classes.content} tabIndex={-1}>
        <SecondFactorBanner />
        <Outlet />
      </main>
      <SignInAsker />
    </div>
  );
}

/** Not if only the search part of the address changes, because that is a filter of the same page. */
function useNewPageFocus(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged) awaitNewPage();
      }),
    [router],
  );
}

/** Shown for an address without a page. */
export function NotFound() {
  return (
    <main className={classes.lost}>
      <h1>Page not found</h1>
      <p>Check the address. The page may also have been deleted.</p>
      <Button component={Link} to="/">
        Go to the overview
      </Button>
    </main>
  );
}

/** Shown on every page until the account has the second factor that an organization requires. */
function SecondFactorBanner() {
  const { secondFactorRequiredBy } = useSession();
  if (secondFactorRequiredBy === null) return null;
  return (
    <Alert color="yellow" mb="lg" role="status" title="Set up a second factor">
      <Group justify="space-between" gap="sm">
        <span>
          {secondFactorRequiredBy} requires a second factor. Until you add one, you cannot create access tokens, and
          your tokens cannot reach its repositories.
        </span>
        <Button component={Link} to="/account/security" size="xs">
          Add a second factor
        </Button>
      </Group>
    </Alert>
  );
}

/** Shown if a whole page cannot be loaded. */
export function FaultPage({ error, reset }: ErrorComponentProps) {
  return (
    <Center component="main" mih="50vh" p="lg">
      <FaultAlert fault={error} onRetry={reset} />
    </Center>
  );
}
