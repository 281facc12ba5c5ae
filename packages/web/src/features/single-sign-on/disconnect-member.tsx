import { Autocomplete, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { memberNamesQuery } from '../organizations/members/use-members.ts';
import { useDisconnectMember } from './use-single-sign-on.ts';

interface DisconnectMemberProps {
  readonly organization: string;
  /** Not where nobody is connected. */
  readonly isOffered: boolean;
}

/** For an address that the provider gives to another person. */
export function DisconnectMember({ organization, isOffered }: DisconnectMemberProps) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      {isOffered && (
        <Button variant="default" onClick={open}>
          Disconnect a member
        </Button>
      )}
      <Modal opened={isOpen} onClose={close} title="Disconnect a member from the provider" centered>
        <DisconnectForm organization={organization} onClose={close} />
      </Modal>
    </>
  );
}

interface DisconnectFormProps {
  readonly organization: string;
  readonly onClose: () => void;
}

function DisconnectForm({ organization, onClose }: DisconnectFormProps) {
  const [account, setAccount] = useState('');
  const disconnect = useDisconnectMember(organization);
  const names = useQuery(memberNamesQuery(organization)).data?.members.map((member) => member.account) ?? [];
  const name = account.trim();
  const onSuccess = () => {
    notifications.show({ message: `${name} is no longer connected with anybody at the provider.` });
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== '') disconnect.mutate(name, { onSuccess });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">
          Needed where the provider gives somebody's address to another person. The account stays a member; the next
          sign-in at the provider with its address connects it anew.
        </Text>
        <FaultAlert fault={disconnect.error} />
        <Autocomplete
          label="Name of the account"
          data={names}
          value={account}
          onChange={setAccount}
          maxLength={100}
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep
          </Button>
          <Button type="submit" color="red" loading={disconnect.isPending} disabled={name === ''}>
            Disconnect
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
