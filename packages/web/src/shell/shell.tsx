import {
  Alert,
  Anchor,
  Button,
  Center,
  Group,
  Menu,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ErrorComponentProps, Link, Outlet, useNavigate } from '@tanstack/react-router';
import { answerOf, client } from '../api/client.ts';
import { useSession } from '../api/session.ts';
import { FaultAlert } from '../parts/fault-alert.tsx';
import { Brand } from './narrow-page.tsx';
import classes from './shell.module.css';
import { SignInAgainDialog } from './sign-in-again-dialog.tsx';

const PLACES = [
  { to: '/account/tokens', label: 'Access tokens' },
  { to: '/account/security', label: 'Sign-ins and password' },
  { to: '/account/audit', label: 'Activity' },
  { to: '/organizations', label: 'Organizations' },
] as const;

/** What stands around every page of somebody who is signed in. */
export function Shell() {
  return (
    <div className={classes.frame}>
      <Anchor href="#content" className={classes.skip ?? ''}>
        Skip to the content
      </Anchor>
      <header className={classes.header}>
        <Link to="/account/tokens" className={classes.home} aria-label="Lanyard, to the access tokens">
          <Brand />
        </Link>
        <AccountMenu />
      </header>
      <nav className={classes.places} aria-label="Places">
        {PLACES.map(({ to, label }) => (
          <Link key={to} to={to} className={classes.place} activeProps={{ 'aria-current': 'page' }}>
            {label}
          </Link>
        ))}
      </nav>
      <main id="content" className={classes.content} tabIndex={-1}>
        <SecondFactorBanner />
        <Outlet />
      </main>
      <SignInAgainDialog />
    </div>
  );
}

function AccountMenu() {
  const { name, email } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.account ?? ''}>
          <Group gap="xs" wrap="nowrap">
            <span className={classes.initial} aria-hidden="true">
              {name.charAt(0).toUpperCase()}
            </span>
            <span className={classes.name}>
              <VisuallyHidden>Account </VisuallyHidden>
              {name}
            </span>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{email}</Menu.Label>
        {(['auto', 'light', 'dark'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            onClick={() => setColorScheme(scheme)}
            rightSection={colorScheme === scheme ? '✓' : undefined}
          >
            {SCHEME_LABELS[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={signOut}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const SCHEME_LABELS = { auto: 'Colours of the system', light: 'Light', dark: 'Dark' } as const;

function useSignOut(): () => void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await answerOf(client.DELETE('/api/session')).catch(() => undefined);
    queryClient.clear();
    await navigate({ to: '/sign-in' });
  };
}

/** Where no page stands. */
export function NotFound() {
  return (
    <main className={classes.lost}>
      <h1>There is no such page</h1>
      <p>The address may be mistyped, or what it named is gone.</p>
      <Button component={Link} to="/">
        To the access tokens
      </Button>
    </main>
  );
}

/** On every page, until the factor stands. */
function SecondFactorBanner() {
  const { secondFactorRequiredBy } = useSession();
  if (secondFactorRequiredBy === null) return null;
  return (
    <Alert color="yellow" mb="lg" role="status" title="Set up a second factor">
      <Group justify="space-between" gap="sm">
        <span>
          {secondFactorRequiredBy} asks its members for one. Until then you cannot make access tokens, and yours do not
          reach its repositories.
        </span>
        <Button component={Link} to="/account/security" size="xs">
          Set one up
        </Button>
      </Group>
    </Alert>
  );
}

/** Where a whole page could not be shown. */
export function FaultPage({ error, reset }: ErrorComponentProps) {
  return (
    <Center component="main" mih="50vh" p="lg">
      <FaultAlert fault={error} onRetry={reset} />
    </Center>
  );
}
