import { Button, List, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, client } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { Fact, FactList } from '../../parts/lists.tsx';
import { PageHead, SectionHead } from '../../parts/page-head.tsx';
import { ChangePassword } from '../accounts/change-password.tsx';
import { CommandLines } from '../command-lines/command-lines.tsx';
import { DirectoryRequests } from '../directory/directory-requests.tsx';
import { NoticeChoices } from '../notices/notice-choices.tsx';
import { SecondFactors } from '../second-factors/second-factors.tsx';
import { BrowserSessions } from './browser-sessions.tsx';

export function SecurityPage() {
  const [answers, setAnswers] = useState(0);
  return (
    <>
      <PageHead title="Security" actions={<SignOutEverywhere />} takesFocus={answers}>
        Your second factors, your password, and where you are signed in.
      </PageHead>
      <Stack gap="2.5rem">
        <DirectoryRequests onAnswered={() => setAnswers((before) => before + 1)} />
        <Profile />
        <SecondFactors />
        <BrowserSessions />
        <CommandLines />
        <ChangePassword />
        <NoticeChoices />
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
        <Fact label="Role">{isAdministrator ? 'Administrator of this server' : 'User'}</Fact>
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
        change={signOut}
        isOpen={isOpen}
        onClose={close}
        onConfirm={() => signOut.mutate()}
      >
        <Text fw={500}>This ends at once:</Text>
        <List mb="sm">
          <List.Item>All your sessions, including this one</List.Item>
          <List.Item>All your command lines, with their auto-generated access tokens</List.Item>
          <List.Item>Unused links for a new password that were sent to you</List.Item>
        </List>
        <Text fw={500}>This stays:</Text>
        <List mb="sm">
          <List.Item>Access tokens that you generated. You can deactivate or delete them on their page.</List.Item>
          <List.Item>Your password. If somebody may know it, change it first.</List.Item>
        </List>
        You cannot undo this. You have to sign in again everywhere.
      </ConfirmDialog>
    </>
  );
}

function useSignOutEverywhere() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => answerOf(client.POST('/api/account/sign-out-everywhere')),
    onSuccess: async ({ endedSessions, endedSignIns }) => {
      await navigate({ to: '/sign-in' });
      queryClient.clear();
      const ended = `${counted(endedSessions, 'browser')} and ${counted(endedSignIns, 'command line')}`;
      notifications.show({ message: `Signed out of ${ended}.` });
    },
  });
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
