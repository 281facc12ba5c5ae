import { Button, List, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, client } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { Fact, FactList } from '../../parts/fact-list.tsx';
import { PageHead, SectionHead } from '../../parts/page-head.tsx';
import { ChangePassword } from '../accounts/change-password.tsx';
import { CommandLines } from '../command-lines/command-lines.tsx';
import { SecondFactors } from '../second-factors/second-factors.tsx';
import { BrowserSessions } from './browser-sessions.tsx';

/** Who one is here, by what one signs in, and where one is signed in. */
export function SecurityPage() {
  return (
    <>
      <PageHead title="Sign-ins and password" actions={<SignOutEverywhere />}>
        Where your account is signed in, and what opens it.
      </PageHead>
      <Stack gap="2.5rem">
        <Profile />
        <SecondFactors />
        <BrowserSessions />
        <CommandLines />
        <ChangePassword />
      </Stack>
    </>
  );
}

function Profile() {
  const { name, email, isAdministrator } = useSession();
  return (
    <section>
      <SectionHead title="Profile" />
      <FactList>
        <Fact label="Name">{name}</Fact>
        <Fact label="E-mail address">{email}</Fact>
        <Fact label="Role">{isAdministrator ? 'Administrator of this server' : 'Account'}</Fact>
      </FactList>
    </section>
  );
}

function SignOutEverywhere() {
  const [isOpen, { open, close }] = useDisclosure();
  const signOut = useSignOutEverywhere();
  return (
    <>
      <Button variant="outline" color="red" onClick={open}>
        Sign out everywhere
      </Button>
      <ConfirmDialog
        title="Sign out everywhere?"
        action="Sign out everywhere"
        isOpen={isOpen}
        isBusy={signOut.isPending}
        fault={signOut.error}
        onClose={close}
        onConfirm={() => signOut.mutate()}
      >
        <Text fw={500}>What ends at once</Text>
        <List mb="sm">
          <List.Item>Every browser, this one too</List.Item>
          <List.Item>Every command line, and the auto-generated access token of each</List.Item>
          <List.Item>Links to a new password that were mailed and not used</List.Item>
        </List>
        <Text fw={500}>What stays</Text>
        <List mb="sm">
          <List.Item>Access tokens that you made yourself: deactivate or delete them by themselves</List.Item>
          <List.Item>Your password: change it first if somebody may know it</List.Item>
        </List>
        This cannot be undone; sign in again wherever you still work.
      </ConfirmDialog>
    </>
  );
}

/** Leaves for the sign-in: this session is over too. */
function useSignOutEverywhere() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => answerOf(client.POST('/api/account/sign-out-everywhere')),
    onSuccess: async (ended) => {
      await navigate({ to: '/sign-in' });
      queryClient.clear();
      notifications.show({ message: describeEnded(ended) });
    },
  });
}

interface Ended {
  readonly endedSessions: number;
  readonly endedSignIns: number;
}

/** "Signed out of 2 browsers and 1 command line." */
function describeEnded({ endedSessions, endedSignIns }: Ended): string {
  return `Signed out of ${counted(endedSessions, 'browser')} and ${counted(endedSignIns, 'command line')}.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
