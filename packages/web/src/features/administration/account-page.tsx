import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ApiFault } from '../../api/api-fault.ts';
import { useSession } from '../../api/session.ts';
import type { AccountDetail } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { AccountBadges } from '../../parts/badges.tsx';
import { useDialog } from '../../parts/dialogs.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { Fact, FactList } from '../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { Row, RowList } from '../../parts/row-list.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { type AccountAction, AccountDialog } from './account-dialogs.tsx';
import { EmailForm } from './email-form.tsx';
import { accountQuery } from './use-accounts.ts';

const route = getRouteApi('/shell/administration/accounts/$account');

/** Another person's account, with everything that an administrator can do to it. */
export function AccountPage() {
  const { account: name } = route.useParams();
  const query = useQuery(accountQuery(name));
  const { data, error } = query;
  if (error instanceof ApiFault && error.status === 404) {
    return <EmptyState title="Account not found">It was deleted, or its name is spelled differently.</EmptyState>;
  }
  if (!data) return <QueryStatus query={query} name="the account" height={400} />;
  return <AccountView account={data} />;
}

function AccountView({ account }: { readonly account: AccountDetail }) {
  const { name: ownName } = useSession();
  const dialog = useDialog<AccountAction>();
  const isOwn = account.name === ownName;
  return (
    <Stack gap="2rem" maw={832}>
      <section>
        <Text size="sm" mb={4}>
          <AnchorLink to="/administration/accounts" inherit>
            Accounts
          </AnchorLink>{' '}
          / {account.name}
        </Text>
        <SectionHead title={account.name} actions={<AccountBadges account={account} />} />
        <AccountFacts account={account} />
      </section>
      {isOwn ? (
        <Text c="dimmed">This is your own account. Change it on your security page, or ask another administrator.</Text>
      ) : (
        <>
          <EmailForm key={account.email} account={account} />
          <section>
            <SectionHead title="Access" />
            <RowList>
              {ACTIONS.filter(({ isFor }) => isFor(account)).map(({ action, title, text, button, isDangerous }) => (
                <Row
                  key={action}
                  title={title}
                  action={
                    <Button
                      variant={isDangerous ? 'outline' : 'default'}
                      {...(isDangerous && { color: 'red' })}
                      onClick={() => dialog.open(action)}
                    >
                      {button}
                    </Button>
                  }
                >
                  {text}
                </Row>
              ))}
            </RowList>
          </section>
          <AccountDialog account={account} dialog={dialog} />
        </>
      )}
    </Stack>
  );
}

function AccountFacts({ account }: { readonly account: AccountDetail }) {
  const { tokens, organizations, sessions, commandLines, managedBy } = account;
  return (
    <FactList>
      <Fact label="E-mail address">{account.email}</Fact>
      <Fact label="Signs in with">{meansOf(account)}</Fact>
      {managedBy !== null && <Fact label="Managed by">the directory of {managedBy}</Fact>}
      <Fact label="Signed in">
        {counted(sessions, 'browser')} and {counted(commandLines, 'command line')}
      </Fact>
      <Fact label="Access tokens">
        {tokens.active} active, {tokens.inactive} inactive, {tokens.expired} expired
      </Fact>
      <Fact label="Repositories">{account.repositories} of its own</Fact>
      <Fact label="Organizations">
        {organizations.length === 0 ? 'None' : organizations.map(({ name, role }) => `${name} (${role})`).join(', ')}
      </Fact>
      <Fact label="Created">
        <TimeText at={account.createdAt} />
      </Fact>
      {account.disabledAt !== null && (
        <Fact label="Disabled">
          <TimeText at={account.disabledAt} />
        </Fact>
      )}
    </FactList>
  );
}

function meansOf({ hasPassword, hasSecondFactor }: AccountDetail): string {
  const means = [hasPassword ? 'a password' : 'single sign-on', ...(hasSecondFactor ? ['a second factor'] : [])];
  return means.join(' and ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

interface ActionRow {
  readonly action: AccountAction;
  readonly title: string;
  readonly text: string;
  readonly button: string;
  readonly isDangerous?: boolean;
  readonly isFor: (account: AccountDetail) => boolean;
}

const ACTIONS: readonly ActionRow[] = [
  {
    action: 'end-sessions',
    title: 'Sign out everywhere',
    text: 'Ends all browsers and command lines. Access tokens keep working.',
    button: 'End sessions',
    isFor: ({ active }) => active,
  },
  {
    action: 'promote',
    title: 'Make an administrator',
    text: 'Administrators manage all accounts and registries of this server.',
    button: 'Make administrator',
    isFor: ({ isAdministrator, active }) => !isAdministrator && active,
  },
  {
    action: 'demote',
    title: 'Remove the administrator role',
    text: 'It becomes an ordinary account, and keeps its organizations and tokens.',
    button: 'Remove role',
    isFor: ({ isAdministrator }) => isAdministrator,
  },
  {
    action: 'enable',
    title: 'Enable the account',
    text: 'Its password and access tokens are accepted again. Sessions do not come back.',
    button: 'Enable',
    isFor: ({ active }) => !active,
  },
  {
    action: 'disable',
    title: 'Disable the account',
    text: 'Ends its sessions, and refuses its password and all access tokens at once. You can enable it again.',
    button: 'Disable',
    isDangerous: true,
    isFor: ({ active }) => active,
  },
  {
    action: 'delete',
    title: 'Delete the account',
    text: 'Permanently deletes the account, its access tokens and the records of its repositories. Nobody else can ever use its name.',
    button: 'Delete',
    isDangerous: true,
    isFor: () => true,
  },
];
