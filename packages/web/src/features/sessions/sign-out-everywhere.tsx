import { Button, List, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useSignOutEverywhere } from './use-sign-out-everywhere.ts';

export function SignOutEverywhere() {
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
