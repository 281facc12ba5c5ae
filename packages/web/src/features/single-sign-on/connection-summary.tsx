import { Autocomplete, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SingleSignOn, SingleSignOnConnection } from '../../api/types.ts';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { Fact, FactList } from '../../parts/lists.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { memberNamesQuery } from '../organizations/use-organization.ts';
import { RecheckFaults } from './recheck-faults.tsx';
import { useDisconnectMember, useRemoveConnection } from './use-single-sign-on.ts';

interface ConnectionSummaryProps {
  readonly organization: string;
  readonly singleSignOn: SingleSignOn;
  readonly connection: SingleSignOnConnection;
  readonly onEdit: () => void;
}

/** The connected provider, and the actions for it. */
export function ConnectionSummary({ organization, singleSignOn, connection, onEdit }: ConnectionSummaryProps) {
  const [isRemoving, removing] = useDisclosure();
  const [isDisconnecting, disconnecting] = useDisclosure();
  const { connectedMembers, start } = singleSignOn;
  return (
    <Stack gap="lg">
      <RecheckFaults singleSignOn={singleSignOn} />
      <FactList>
        <ProtocolFacts connection={connection} />
        <Fact label="Groups and teams">
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
        <Fact label="Members who signed in">{connectedMembers.toLocaleString()}</Fact>
      </FactList>
      <Group gap="xs">
        <Button component="a" href={`${start}?next=/signed-in`} target="_blank" rel="noopener">
          Test sign-in
        </Button>
        <Button variant="default" onClick={onEdit}>
          Edit
        </Button>
        {connectedMembers > 0 && (
          <Button variant="default" onClick={disconnecting.open}>
            Disconnect a member
          </Button>
        )}
        <Button variant="outline" color="red" onClick={removing.open}>
          Remove
        </Button>
      </Group>
      <Modal
        opened={isDisconnecting}
        onClose={disconnecting.close}
        title="Disconnect a member from the provider"
        centered
      >
        <DisconnectForm organization={organization} onClose={disconnecting.close} />
      </Modal>
      <RemoveConnection organization={organization} isOpen={isRemoving} onClose={removing.close} />
    </Stack>
  );
}

function ProtocolFacts({ connection }: Pick<ConnectionSummaryProps, 'connection'>) {
  if (connection.protocol === 'oidc') {
    return (
      <>
        <Fact label="Protocol">OpenID Connect</Fact>
        <Fact label="Issuer">{connection.issuer}</Fact>
        <Fact label="Client ID">{connection.clientId}</Fact>
        <Fact label="Groups claim">{connection.groupsClaim}</Fact>
      </>
    );
  }
  return (
    <>
      <Fact label="Protocol">SAML 2.0</Fact>
      <Fact label="Entity ID">{connection.entityId}</Fact>
      <Fact label="Sign-on URL">{connection.signOnUrl}</Fact>
      <Fact label="Requests">{connection.signsRequests ? 'Signed' : 'Not signed'}</Fact>
      <Fact label="Single logout">{connection.logoutUrl ?? 'Not in the metadata of the provider'}</Fact>
      <Fact label="E-mail attribute">{connection.emailAttribute}</Fact>
      <Fact label="Groups attribute">{connection.groupsAttribute}</Fact>
    </>
  );
}

interface RemoveConnectionProps {
  readonly organization: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function RemoveConnection({ organization, isOpen, onClose }: RemoveConnectionProps) {
  const remove = useRemoveConnection(organization);
  return (
    <ConfirmDialog
      title="Remove the identity provider?"
      action="Remove provider"
      change={remove}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    >
      Members sign in with a password or a passkey again. Members who have neither, because the provider created their
      account, cannot sign in. If you connect the provider again, the same people are connected.
    </ConfirmDialog>
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
    notifications.show({ message: `${name} is disconnected from the provider.` });
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
          Do this if the provider gives the e-mail address of a member to another person. The account stays a member.
          The next person who signs in at the provider with its address is connected to it.
        </Text>
        <FaultAlert fault={disconnect.error} />
        <Autocomplete
          label="Account name"
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
            Cancel
          </Button>
          <Button type="submit" color="red" loading={disconnect.isPending} disabled={name === ''}>
            Disconnect
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
