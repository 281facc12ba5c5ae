import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, client } from '../../api/client.ts';
import { ShownOnce, TextToCopy } from '../../parts/copy-field.tsx';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import classes from '../single-sign-on/single-sign-on.module.css';

interface DirectorySectionProps {
  readonly organization: string;
}

/** The directory that makes and ends accounts by itself. */
export function DirectorySection({ organization }: DirectorySectionProps) {
  const [secret, setSecret] = useState<string>();
  const [isMaking, making] = useDisclosure();
  const [isRemoving, removing] = useDisclosure();
  return (
    <section>
      <SectionHead title="Directory (SCIM 2.0)">
        A directory, as Okta or Entra ID, makes accounts for people with an address in the verified domains, makes them
        members, and when somebody leaves ends their sign-ins and tokens at once.
      </SectionHead>
      <Stack className={classes.sheet ?? ''}>
        <TextToCopy
          label="Base URL"
          name="the base URL"
          text={`${window.location.origin}/scim/v2/organizations/${organization}`}
        />
        {secret === undefined ? (
          <>
            <Text size="sm">
              The directory signs in with a token of its own. It manages the people of this organization, never an
              administrator of the server, and opens nothing else: no repository, no page.
            </Text>
            <Group gap="xs">
              <Button variant="default" onClick={making.open}>
                Make a token
              </Button>
              <Button variant="outline" color="red" onClick={removing.open}>
                Remove the token
              </Button>
            </Group>
          </>
        ) : (
          <>
            <ShownOnce name="the SCIM token" secret={secret} />
            <Group>
              <Button onClick={() => setSecret(undefined)}>I have stored it</Button>
            </Group>
          </>
        )}
      </Stack>
      <MakeScimToken organization={organization} isOpen={isMaking} onMade={setSecret} onClose={making.close} />
      <RemoveScimToken organization={organization} isOpen={isRemoving} onClose={removing.close} />
    </section>
  );
}

interface MakeScimTokenProps {
  readonly organization: string;
  readonly isOpen: boolean;
  readonly onMade: (secret: string) => void;
  readonly onClose: () => void;
}

/** Asked, for it ends the token that the directory may be using. */
function MakeScimToken({ organization, isOpen, onMade, onClose }: MakeScimTokenProps) {
  const make = useMakeScimToken(organization);
  const close = () => {
    make.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      title="Make a token for the directory?"
      action="Make the token"
      isOpen={isOpen}
      isBusy={make.isPending}
      fault={make.error}
      onClose={close}
      onConfirm={() =>
        make.mutate(undefined, {
          onSuccess: ({ secret }) => {
            close();
            onMade(secret);
          },
        })
      }
    >
      There is one at a time: if the directory has a token already, that one ends at once, and the directory is refused
      until it is given the new one.
    </ConfirmDialog>
  );
}

interface RemoveScimTokenProps {
  readonly organization: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function RemoveScimToken({ organization, isOpen, onClose }: RemoveScimTokenProps) {
  const remove = useRemoveScimToken(organization);
  const close = () => {
    remove.reset();
    onClose();
  };
  const onSuccess = () => {
    notifications.show({ message: 'The token of the directory is removed.' });
    close();
  };
  return (
    <ConfirmDialog
      title="Remove the token of the directory?"
      action="Remove the token"
      isOpen={isOpen}
      isBusy={remove.isPending}
      fault={remove.error}
      onClose={close}
      onConfirm={() => remove.mutate(undefined, { onSuccess })}
    >
      The directory is refused from then on. The accounts that it made stay as they are: nobody is deactivated by it any
      more.
    </ConfirmDialog>
  );
}

const ADDRESS = '/api/organizations/{organization}/scim-token';

function useMakeScimToken(organization: string) {
  return useMutation({
    mutationFn: () => answerOf(client.POST(ADDRESS, { params: { path: { organization } } })),
  });
}

function useRemoveScimToken(organization: string) {
  return useMutation({
    mutationFn: () => answerOf(client.DELETE(ADDRESS, { params: { path: { organization } } })),
  });
}
