import { Anchor, Checkbox, Group, Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { ReviewedToken } from '../../api/types.ts';
import { HoldBadge, TokenStatusBadge } from '../../parts/badges.tsx';
import { describeClient, describeProgram } from '../../parts/describe-client.ts';
import { CardTable } from '../../parts/lists.tsx';
import { SortHead } from '../../parts/sort-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import type { Selection } from '../tokens/use-selection.ts';
import classes from './access-review.module.css';
import { describeEnough, describeReach, HELD_BACK } from './describe-reach.ts';
import { firstOrder } from './review-query.ts';
import type { ReviewSearch, ReviewSearchChanges, ReviewSort } from './review-search.ts';

interface ReviewTableProps {
  readonly organization: string;
  readonly tokens: readonly ReviewedToken[];
  readonly selection: Selection;
  readonly search: ReviewSearch;
  readonly onSearch: (changes: ReviewSearchChanges) => void;
}

export function ReviewTable({ organization, tokens, selection, search, onSearch }: ReviewTableProps) {
  const head = (label: string, sort: ReviewSort) => {
    const current = search.sort ?? 'created';
    const order = current === sort ? (search.order ?? firstOrder(sort)) : undefined;
    const next = order === undefined ? firstOrder(sort) : order === 'asc' ? 'desc' : 'asc';
    return <SortHead key={sort} label={label} order={order} onSort={() => onSearch({ sort, order: next })} />;
  };
  return (
    <CardTable
      label="Access tokens"
      columns={[
        head('Holder', 'holder'),
        'May do here',
        head('Created', 'created'),
        head('Last used here', 'lastUsed'),
        head('Expires', 'expires'),
        'Status and findings',
      ]}
    >
      {tokens.map((token) => (
        <Table.Tr key={token.id}>
          <Table.Td>
            <TokenCell organization={organization} token={token} selection={selection} />
          </Table.Td>
          <Table.Td data-label="May do here">
            <ReachCell token={token} />
          </Table.Td>
          <Table.Td data-label="Created">
            <div>
              <TimeText at={token.createdAt} />
              {token.createdBy !== null && (
                <Text size="xs" c="dimmed">
                  by {token.createdBy}
                </Text>
              )}
            </div>
          </Table.Td>
          <Table.Td data-label="Last used">
            <UseCell token={token} />
          </Table.Td>
          <Table.Td data-label="Expires">
            {token.expiresAt === null ? <span>Never</span> : <TimeText at={token.expiresAt} />}
          </Table.Td>
          <Table.Td data-label="Status">
            <StatusCell token={token} />
          </Table.Td>
        </Table.Tr>
      ))}
    </CardTable>
  );
}

type Cell = { readonly token: ReviewedToken };

function TokenCell({ organization, token, selection }: Cell & Pick<ReviewTableProps, 'organization' | 'selection'>) {
  const { id, holder, description } = token;
  const isOwn = holder.type === 'organization';
  const title = nameOf(token);
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <Checkbox
        aria-label={`Select ${title} of ${holder.name}, ${id.slice(0, 8)}`}
        disabled={isOwn}
        checked={selection.ids.has(id)}
        onChange={(event) => selection.toggle(id, (event.nativeEvent as MouseEvent).shiftKey)}
      />
      <div>
        <Text size="sm" fw={600}>
          {isOwn ? (
            <Anchor component={Link} to={`/organizations/${organization}/tokens/${id}`} size="sm" fw={600}>
              {description}
            </Anchor>
          ) : (
            holder.name
          )}
        </Text>
        <Text size="xs" c="dimmed">
          {isOwn ? 'Token of the organization' : title}
        </Text>
      </div>
    </Group>
  );
}

/** What is shown of a token that is also for something else: its kind, and which program it was made for. */
export function nameOf({ description, kind, signedInWith }: ReviewedToken): string {
  if (signedInWith) return `Auto-generated for ${describeClient(signedInWith)}`;
  if (description !== null) return description;
  return kind === 'pat' ? 'Personal access token' : 'Access token';
}

export function ReachCell({ token: { reach } }: Cell) {
  const lines = describeReach(reach);
  return (
    <Stack gap={0}>
      {lines.map(({ text, example }) => (
        <Text key={text} size="sm">
          {text}
          {example !== undefined && (
            <Text span size="xs" c="dimmed" display="block">
              {example}
            </Text>
          )}
        </Text>
      ))}
    </Stack>
  );
}

export function UseCell({ token: { lastUse } }: Cell) {
  if (!lastUse) return <Text size="sm">Never</Text>;
  return (
    <div>
      <TimeText at={lastUse.at} />
      <Text size="xs" c="dimmed">
        {lastUse.repository}
      </Text>
      <Text size="xs" c="dimmed" title={lastUse.client}>
        {lastUse.address}, {describeProgram(lastUse.client)}
      </Text>
    </div>
  );
}

function StatusCell({ token: { status, hold, heldBack, findings } }: Cell) {
  return (
    <div>
      {hold ? <HoldBadge type={hold.type} /> : <TokenStatusBadge status={status} />}
      {hold?.reason && (
        <Text size="xs" c="dimmed">
          {hold.reason}
        </Text>
      )}
      {heldBack !== null && (
        <Text size="xs" c="dimmed">
          {HELD_BACK[heldBack]}
        </Text>
      )}
      {findings.length > 0 && <Findings findings={findings} />}
    </div>
  );
}

interface FindingsProps extends Pick<ReviewedToken, 'findings'> {
  /** What is shown while it is closed; how many there are if left out. */
  readonly summary?: string;
}

/** Opened, each with what was seen and what to do. */
export function Findings({ findings, summary }: FindingsProps) {
  return (
    <details className={classes.findings}>
      <summary>{summary ?? (findings.length === 1 ? '1 finding' : `${findings.length} findings`)}</summary>
      <dl>
        {findings.map(({ kind, label, why, action, enough }) => (
          <Fragment key={kind}>
            <dt>{label}</dt>
            <dd>
              {why} {enough.length > 0 && `${describeEnough(enough)} `}
              {action}.
            </dd>
          </Fragment>
        ))}
      </dl>
    </details>
  );
}
