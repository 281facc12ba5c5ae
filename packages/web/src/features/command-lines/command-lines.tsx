import { Button, Skeleton, Table, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SignIn } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { CardTable } from '../../parts/card-table.tsx';
import { describeClient } from '../../parts/describe-client.ts';
import { ConfirmDialog, useDialog } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { signInsQuery, useEndSignIn } from '../sessions/use-sessions.ts';

const COLUMNS = ['Command line', 'Address', 'Signed in', 'Last used', 'Ends', 'Access token', ''] as const;

export function CommandLines() {
  const { data, error, refetch } = useQuery(signInsQuery);
  const dialog = useDialog<SignIn>();
  return (
    <section>
      <SectionHead title="Command lines">
        Each sign-in with docker login, lanyard login or Docker Desktop, and the auto-generated access token that came
        of it.
      </SectionHead>
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton height={100} aria-label="The command lines are being loaded" />}
      {data?.signIns.length === 0 && (
        <Text c="dimmed">
          None is signed in. Run <code>lanyard login</code> in a terminal, and approve it in this browser.
        </Text>
      )}
      {data && data.signIns.length > 0 && (
        <CardTable label="Command lines that are signed in" columns={COLUMNS}>
          {data.signIns.map((signIn) => (
            <SignInRow key={signIn.id} signIn={signIn} onSignOut={() => dialog.open(signIn)} />
          ))}
        </CardTable>
      )}
      <EndSignInDialog signIn={dialog.subject} isOpen={dialog.isOpen} onClose={dialog.close} />
    </section>
  );
}

function SignInRow({ signIn, onSignOut }: { readonly signIn: SignIn; readonly onSignOut: () => void }) {
  const name = describeClient(signIn.client);
  return (
    <Table.Tr>
      <Table.Td>
        <Text component="span" size="sm" fw={500}>
          {name}
        </Text>
      </Table.Td>
      <Table.Td data-label="Address">{signIn.address}</Table.Td>
      <Table.Td data-label="Signed in">
        <TimeText at={signIn.createdAt} />
      </Table.Td>
      <Table.Td data-label="Last used">
        <TimeText at={signIn.lastUsedAt} />
      </Table.Td>
      <Table.Td data-label="Ends">
        <TimeText at={signIn.expiresAt} />
      </Table.Td>
      <Table.Td data-label="Access token">
        {signIn.tokenId === null ? (
          <Text component="span" size="sm" c="dimmed">
            None yet
          </Text>
        ) : (
          <AnchorLink to="/account/tokens/$id" params={{ id: signIn.tokenId }} fz="inherit">
            Show<VisuallyHidden> the token of {name}</VisuallyHidden>
          </AnchorLink>
        )}
      </Table.Td>
      <Table.Td>
        <Button size="xs" variant="default" onClick={onSignOut} aria-label={`Sign out ${name}`}>
          Sign out
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

interface EndSignInDialogProps {
  readonly signIn: SignIn | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function EndSignInDialog({ signIn, isOpen, onClose }: EndSignInDialogProps) {
  const end = useEndSignIn();
  const close = () => {
    end.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Sign out ${signIn ? describeClient(signIn.client) : ''}?`}
      action="Sign out"
      isOpen={isOpen}
      isBusy={end.isPending}
      fault={end.error}
      onClose={close}
      onConfirm={() => signIn && end.mutate(signIn.id, { onSuccess: close })}
    >
      {signIn?.tokenId === null ? '' : 'Its auto-generated access token is deleted, which cannot be undone. '}
      The machine is refused at once, until somebody there signs in again.
    </ConfirmDialog>
  );
}
