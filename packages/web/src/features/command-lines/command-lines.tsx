import { Button, Checkbox, List, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, client } from '../../api/client.ts';
import { SIGNED_IN } from '../../api/session.ts';
import type { CommandLine } from '../../api/types.ts';
import { useEnding } from '../../api/use-ending.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { describeClient } from '../../parts/describe-client.ts';
import { ConfirmDialog, type Dialog, useDialog } from '../../parts/dialogs.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';

const commandLinesQuery = queryOptions({
  queryKey: [SIGNED_IN, 'command-lines'],
  queryFn: () => answerOf(client.GET('/api/sign-ins')),
  refetchInterval: 30_000,
});

const COLUMNS = ['Command line', 'Address', 'Signed in', 'Last used', 'Expires', 'Access token', ''] as const;

export function CommandLines() {
  const commandLines = useQuery(commandLinesQuery);
  const list = commandLines.data?.signIns;
  const dialog = useDialog<CommandLine>();
  return (
    <section>
      <SectionHead title="Command lines">
        Where you signed in with docker login, lanyard login or Docker Desktop, and the auto-generated access token of
        each.
      </SectionHead>
      <QueryStatus query={commandLines} name="command lines" height={100} />
      {list?.length === 0 && (
        <Text c="dimmed">
          No command line is signed in. Run <code>lanyard login</code> in a terminal, and approve it in this browser.
        </Text>
      )}
      {list && list.length > 0 && (
        <CardTable label="Command lines" columns={COLUMNS}>
          {list.map((commandLine) => (
            <CommandLineRow key={commandLine.id} commandLine={commandLine} onSignOut={() => dialog.open(commandLine)} />
          ))}
        </CardTable>
      )}
      <SignOutDialog dialog={dialog} />
    </section>
  );
}

interface CommandLineRowProps {
  readonly commandLine: CommandLine;
  readonly onSignOut: () => void;
}

function CommandLineRow({ commandLine, onSignOut }: CommandLineRowProps) {
  const { address, createdAt, lastUsedAt, expiresAt, tokenId, registry } = commandLine;
  const name = describeClient(commandLine.client);
  return (
    <Table.Tr>
      <Table.Td>
        <Text component="span" size="sm" fw={500}>
          {name}
        </Text>
        {registry !== null && (
          <Text size="xs" c="dimmed">
            for {registry}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label="Address">{address}</Table.Td>
      <Table.Td data-label="Signed in">
        <TimeText at={createdAt} />
      </Table.Td>
      <Table.Td data-label="Last used">
        <TimeText at={lastUsedAt} />
      </Table.Td>
      <Table.Td data-label="Expires">
        <TimeText at={expiresAt} />
      </Table.Td>
      <Table.Td data-label="Access token">
        {tokenId === null ? (
          <Text component="span" size="sm" c="dimmed">
            None yet
          </Text>
        ) : (
          <AnchorLink to="/account/tokens/$id" params={{ id: tokenId }} fz="inherit">
            Show<VisuallyHidden> the access token of {name}</VisuallyHidden>
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

function SignOutDialog({ dialog }: { readonly dialog: Dialog<CommandLine> }) {
  const { subject: commandLine, isOpen, close } = dialog;
  const [endsMade, setEndsMade] = useState(false);
  const end = useEnding(({ id, tokens }: { readonly id: string; readonly tokens: 'auto' | 'all' }) =>
    answerOf(client.DELETE('/api/sign-ins/{id}', { params: { path: { id }, query: { tokens } } })),
  );
  const closeAll = () => {
    setEndsMade(false);
    close();
  };
  const tokens = endsMade ? 'all' : 'auto';
  return (
    <ConfirmDialog
      title={`Sign out ${commandLine ? describeClient(commandLine.client) : ''}?`}
      action="Sign out"
      change={end}
      isOpen={isOpen}
      onClose={closeAll}
      onConfirm={() => commandLine && end.mutate({ id: commandLine.id, tokens }, { onSuccess: closeAll })}
    >
      {commandLine?.tokenId === null ? '' : 'Its auto-generated access token is deleted. You cannot undo this. '}
      The command line is refused until somebody signs in there again.
      {commandLine && commandLine.madeTokens.length > 0 && (
        <MadeTokens tokens={commandLine.madeTokens} isEnding={endsMade} onChange={setEndsMade} />
      )}
    </ConfirmDialog>
  );
}

interface MadeTokensProps {
  readonly tokens: CommandLine['madeTokens'];
  readonly isEnding: boolean;
  readonly onChange: (isEnding: boolean) => void;
}

/** Manual tokens of the command line continue to work, unless the person chooses otherwise. */
function MadeTokens({ tokens, isEnding, onChange }: MadeTokensProps) {
  return (
    <Stack gap="xs" mt="md">
      <Text size="sm">It also created these access tokens:</Text>
      <List size="sm">
        {tokens.map(({ id, description }) => (
          <List.Item key={id}>{description}</List.Item>
        ))}
      </List>
      <Checkbox
        label="Delete these too"
        checked={isEnding}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </Stack>
  );
}
