import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, client } from '../../api/client.ts';
import { CopyField, SecretField } from '../../parts/copy-field.tsx';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { SectionHead } from '../../parts/page-head.tsx';

const ADDRESS = '/api/organizations/{organization}/scim-token';

interface DirectorySectionProps {
  readonly organization: string;
}

/** The directory that creates and disables accounts by SCIM. */
export function DirectorySection({ organization }: DirectorySectionProps) {
  const [secret, setSecret] = useState<string>();
  const [isGenerating, generating] = useDisclosure();
  const [isRevoking, revoking] = useDisclosure();
  return (
    <section>
      <SectionHead title="Directory (SCIM 2.0)">
        A directory, such as Okta or Entra ID, creates accounts for people with an address in a verified domain and adds
        them to this organization. When a person leaves, it ends the sessions and tokens of the account at once.
      </SectionHead>
      <Stack maw={704}>
        <CopyField
          label="Base URL"
          name="the base URL"
          text={`${window.location.origin}/scim/v2/organizations/${organization}`}
        />
        {secret === undefined ? (
          <>
            <Text size="sm">
              The directory needs a SCIM token. With it the directory manages the people of this organization, except
              administrators of the server. The token gives no access to repositories or to these pages.
            </Text>
            <Group gap="xs">
              <Button variant="default" onClick={generating.open}>
                Generate token
              </Button>
              <Button variant="outline" color="red" onClick={revoking.open}>
                Revoke token
              </Button>
            </Group>
          </>
        ) : (
          <>
            <SecretField name="the SCIM token" text={secret} />
            <Group>
              <Button onClick={() => setSecret(undefined)}>I have saved it</Button>
            </Group>
          </>
        )}
      </Stack>
      <GenerateDialog
        organization={organization}
        isOpen={isGenerating}
        onGenerated={setSecret}
        onClose={generating.close}
      />
      <RevokeDialog organization={organization} isOpen={isRevoking} onClose={revoking.close} />
    </section>
  );
}

interface DialogProps {
  readonly organization: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks first, because a new token ends the one that the directory uses now. */
function GenerateDialog({
  organization,
  isOpen,
  onGenerated,
  onClose,
}: DialogProps & { readonly onGenerated: (secret: string) => void }) {
  const generate = useMutation({
    mutationFn: () => answerOf(client.POST(ADDRESS, { params: { path: { organization } } })),
    onSuccess: ({ secret }) => {
      onClose();
      onGenerated(secret);
    },
  });
  return (
    <ConfirmDialog
      title="Generate a SCIM token?"
      action="Generate token"
      change={generate}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => generate.mutate()}
    >
      There is only one SCIM token. If the directory has one already, it stops working at once, and the directory is
      refused until you give it the new one.
    </ConfirmDialog>
  );
}

function RevokeDialog({ organization, isOpen, onClose }: DialogProps) {
  const revoke = useMutation({
    mutationFn: () => answerOf(client.DELETE(ADDRESS, { params: { path: { organization } } })),
    onSuccess: () => {
      notifications.show({ message: 'SCIM token revoked.' });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title="Revoke the SCIM token?"
      action="Revoke token"
      change={revoke}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => revoke.mutate()}
    >
      The directory is refused from now on. The accounts that it created stay, and it can no longer deactivate them.
    </ConfirmDialog>
  );
}
