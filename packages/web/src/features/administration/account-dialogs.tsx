import { List, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AccountDetail } from '../../api/types.ts';
import { ConfirmDialog, type Dialog } from '../../parts/dialogs.tsx';
import { type AccountChange, useChangeAccount } from './use-accounts.ts';

export type AccountAction = Exclude<AccountChange['type'], 'email'>;

interface AccountDialogProps {
  readonly account: AccountDetail;
  readonly dialog: Dialog<AccountAction>;
}

/** Says what will happen before the action. */
export function AccountDialog({ account, dialog: { subject = 'disable', isOpen, close } }: AccountDialogProps) {
  const navigate = useNavigate();
  const { name } = account;
  const change = useChangeAccount(name);
  const words = WORDS[subject](account);
  const onSuccess = () => {
    close();
    notifications.show({ message: words.done });
    if (subject === 'delete') void navigate({ to: '/administration/accounts' });
  };
  return (
    <ConfirmDialog
      title={words.title}
      action={words.action}
      change={change}
      isOpen={isOpen}
      onClose={close}
      onConfirm={() => change.mutate({ type: subject }, { onSuccess })}
    >
      {words.text}
    </ConfirmDialog>
  );
}

interface ActionWords {
  readonly title: string;
  readonly action: string;
  readonly text: ReactNode;
  readonly done: string;
}

const WORDS: Readonly<Record<AccountAction, (account: AccountDetail) => ActionWords>> = {
  'end-sessions': ({ name }) => ({
    title: `End all sessions of ${name}?`,
    action: 'End sessions',
    text: 'All browsers and command lines are signed out at once. Auto-generated access tokens are deleted; other tokens keep working. The person is told by mail.',
    done: `${name} is signed out everywhere.`,
  }),
  promote: ({ name }) => ({
    title: `Make ${name} an administrator?`,
    action: 'Make administrator',
    text: `${name} can then create, disable and delete accounts, and change the registries of this server. ${name} has to sign in again. All administrators are told by mail.`,
    done: `${name} is an administrator now.`,
  }),
  demote: ({ name }) => ({
    title: `Remove the administrator role of ${name}?`,
    action: 'Remove role',
    text: `${name} becomes an ordinary account and has to sign in again. All administrators are told by mail.`,
    done: `${name} is no longer an administrator.`,
  }),
  enable: ({ name }) => ({
    title: `Enable ${name}?`,
    action: 'Enable',
    text: 'Its password and its access tokens are accepted again.',
    done: `${name} is enabled.`,
  }),
  disable: ({ name }) => ({
    title: `Disable ${name}?`,
    action: 'Disable',
    text: 'Its sessions and command lines end, and its password and access tokens are refused at once. Tokens of organizations that it generated keep working, and their owners are told.',
    done: `${name} is disabled.`,
  }),
  delete: (account) => ({
    title: `Delete ${account.name}?`,
    action: 'Delete account',
    text: <WhatDeletionLeaves account={account} />,
    done: `${account.name} is deleted.`,
  }),
};

function WhatDeletionLeaves({ account }: { readonly account: AccountDetail }) {
  const { name, tokens, repositories, organizations, onlyOwnerOf } = account;
  if (onlyOwnerOf.length > 0) {
    return (
      <Text>
        {name} is the only owner of {onlyOwnerOf.join(', ')}. Make somebody else an owner there first, or disable the
        account instead.
      </Text>
    );
  }
  return (
    <>
      <Text fw={500}>This is deleted at once:</Text>
      <List mb="sm">
        <List.Item>The account, its password, second factors and sessions</List.Item>
        <List.Item>{tokens.active + tokens.inactive + tokens.expired} access tokens</List.Item>
        <List.Item>
          The records of {repositories} repositories: nobody can pull from them or push to them any more
        </List.Item>
        {organizations.length > 0 && (
          <List.Item>Its memberships: {organizations.map((one) => one.name).join(', ')}</List.Item>
        )}
      </List>
      <Text fw={500}>This stays:</Text>
      <List mb="sm">
        <List.Item>Its events in the audit log, with its name</List.Item>
        <List.Item>The name {name}, which nobody else can use</List.Item>
        <List.Item>Tokens of organizations that it generated; their owners are told</List.Item>
        <List.Item>The images, until you remove them from the registry</List.Item>
      </List>
      You cannot undo this.
    </>
  );
}
