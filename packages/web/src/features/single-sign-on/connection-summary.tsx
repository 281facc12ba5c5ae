import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { SingleSignOn, SsoConnection } from '../../api/types.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Fact, FactList } from '../../parts/fact-list.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { DisconnectMember } from './disconnect-member.tsx';
import { useRemoveConnection } from './use-single-sign-on.ts';

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
