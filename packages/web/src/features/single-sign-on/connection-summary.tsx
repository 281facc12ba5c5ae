import { Autocomplete, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SingleSignOn, SsoConnection } from '../../api/types.ts';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { Fact, FactList } from '../../parts/fact-list.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { memberNamesQuery } from '../organizations/members/use-members.ts';
import { useDisconnectMember, useRemoveConnection } from './use-single-sign-on.ts';

interface ConnectionSummaryProps {
  readonly organization: string;
  readonly signOn: SingleSignOn;
  readonly connection: SsoConnection;
  readonly onChange: () => void;
}

/** The provider that is connected, and what can be done about it. */
export function ConnectionSummary({ organization, signOn, connection, onChange }: ConnectionSummaryProps) {
  const [isRemoving, removing] = useDisclosure();
  const { connectedMembers, start } = signOn;
  return (
    <Stack gap="lg">
      <FactList>
        {connection.protocol === 'oidc' ? (
          <>
            <Fact label="Protocol">OpenID Connect</Fact>
            <Fact label="Issuer">{connection.issuer}</Fact>
            <Fact label="Client id">{connection.clientId}</Fact>
            <Fact label="Claim of the groups">{connection.groupsClaim}</Fact>
          </>
        ) : (
          <>
            <Fact label="Protocol">SAML 2.0</Fact>
            <Fact label="Entity id">{connection.entityId}</Fact>
            <Fact label="Sign-on address">{connection.signOnUrl}</Fact>
            <Fact label="Attribute of the e-mail address">{connection.emailAttribute}</Fact>
            <Fact label="Attribute of the groups">{connection.groupsAttribute}</Fact>
          </>
        )}
        <Fact label="Teams by group">
          {connection.groupTeams.length === 0 && 'None'}
          {connection.groupTeams.map(({ group, team }) => (
            <div key={`${group} ${team}`}>
              {group} → {team}
            </div>
          ))}
        </Fact>
        <Fact label="Connected">
          <TimeText at={connection.createdAt} />
        </Fact>
        <Fact label="Members who signed in there">{connectedMembers.toLocaleString()}</Fact>
      </FactList>
      <Group gap="xs">
        <Button component="a" href={`${start}?next=/signed-in`} target="_blank" rel="noopener">
          Try it
        </Button>
        <Button variant="default" onClick={onChange}>
          Change
        </Button>
        <DisconnectMember organization={organization} isOffered={connectedMembers > 0} />
        <Button variant="outline" color="red" onClick={removing.open}>
          Remove
        </Button>
      </Group>
      <RemoveConnection organization={organization} isOpen={isRemoving} onClose={removing.close} />
    </Stack>
  );
}

interface RemoveConnectionProps {
  readonly organization: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function RemoveConnection({ organization, isOpen, onClose }: RemoveConnectionProps) {
  const remove = useRemoveConnection(organization);
  const close = () => {
    remove.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      title="Remove the identity provider?"
      action="Remove the provider"
      isOpen={isOpen}
      isBusy={remove.isPending}
      fault={remove.error}
      onClose={close}
      onConfirm={() => remove.mutate(undefined, { onSuccess: close })}
    >
      Members sign in with a password or a passkey again; whoever has neither, as those who came by the provider, cannot
      sign in. Who is whom at the provider is kept, in case it is connected again.
    </ConfirmDialog>
  );
}

interface DisconnectMemberProps {
  readonly organization: string;
  /** Not where nobody is connected. */
  readonly isOffered: boolean;
}

/** For an address that the provider gives to another person. */
function DisconnectMember({ organization, isOffered }: DisconnectMemberProps) {
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
