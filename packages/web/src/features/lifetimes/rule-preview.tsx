import type { AnnouncedRule } from '@lanyard/core/lifetimes/announced-rules';
import { Button, Group, Modal, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RulePreview as Preview, ReviewedToken } from '../../api/types.ts';
import { dayOf, firstDayFrom, startOf } from '../../parts/days-in-utc.ts';
import { formatSeconds } from '../../parts/duration.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { formatDay, TimeText } from '../../parts/time-text.tsx';
import { nameOf } from '../access-review/review-table.tsx';
import { PREVIEW_PAGE_SIZE, type RuleChange, rulePreviewQuery } from './rule-preview-query.ts';

interface RulePreviewProps {
  readonly organization: string;
  /** What becomes stricter and would stop something, with what the server says of each. */
  readonly stopping: readonly (RuleChange & { readonly preview: Preview })[];
  /** The text of the button that saves, as "Save policy". */
  readonly action: string;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (bindsFrom: string) => void;
}

/** Which tokens and people a stricter rule would stop, and from when, before it is saved. */
export function RulePreview(props: RulePreviewProps) {
  const { organization, stopping, action, isOpen, isBusy, onClose, onConfirm } = props;
  const earliest = firstDayFrom(latestOf(stopping.map(({ preview }) => preview.earliest)));
  const [day, setDay] = useState(() => firstDayFrom(latestOf(stopping.map(({ preview }) => preview.bindsFrom))));
  const isPossible = day >= earliest;
  return (
    <Modal opened={isOpen} onClose={onClose} title="A stricter rule is announced first" size="lg" centered>
      <Stack>
        <TextInput
          type="date"
          label="Start date"
          description={`From this day on the rule applies. Until then nothing changes here. The first possible day is ${formatDay(startOf(earliest))}.`}
          min={earliest}
          max={dayOf(Date.now() + YEAR_MILLISECONDS)}
          value={day}
          error={isPossible ? null : 'Choose a later day'}
          onChange={(event) => setDay(event.currentTarget.value)}
          data-autofocus
        />
        {stopping.map((one) => (
          <Stopped key={one.rule} organization={organization} change={one} day={isPossible ? day : earliest} />
        ))}
        <Text size="sm">
          Elsewhere nothing changes. The holders are told by mail now or 30 days before, and again 7 days and 1 day
          before. To stop a token at once, block it in the access review.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={!isPossible} loading={isBusy} onClick={() => onConfirm(startOf(day))}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const YEAR_MILLISECONDS = 364 * 86_400_000;

function latestOf(times: readonly string[]): string {
  return times.toSorted().at(-1) ?? new Date().toISOString();
}

interface StoppedProps {
  readonly organization: string;
  readonly change: RuleChange;
  readonly day: string;
}

function Stopped({ organization, change, day }: StoppedProps) {
  const [page, setPage] = useState(1);
  const query = useQuery(rulePreviewQuery(organization, change, page, startOf(day)));
  const { data } = query;
  return (
    <section>
      <Title order={3} size="h5" mb="xs">
        {titleOf(change)}
      </Title>
      <QueryStatus query={query} name="what would stop" height={160} />
      {data && (
        <Text size="sm" mb="xs">
          {countOf(change.rule, data)} would stop here on {formatDay(startOf(day))}.
        </Text>
      )}
      {data && data.tokens.length > 0 && <StoppedTokens tokens={data.tokens} />}
      {data && data.members.length > 0 && <StoppedMembers members={data.members} />}
      {data && (
        <Pager total={data.total} pageSize={PREVIEW_PAGE_SIZE} page={page} onPage={setPage} noun={NOUNS[change.rule]} />
      )}
    </section>
  );
}

const NOUNS: Readonly<Record<AnnouncedRule, string>> = {
  maximumTokenLifetimeSeconds: 'access tokens',
  tokenUnusedSeconds: 'access tokens',
  passwordAtRegistry: 'members',
};

function titleOf({ rule, value }: RuleChange): string {
  if (rule === 'passwordAtRegistry') return 'No passwords at the registry';
  const length = formatSeconds(Number(value));
  return rule === 'tokenUnusedSeconds' ? `Tokens that were not used for ${length}` : `A maximum lifetime of ${length}`;
}

/** "12 access tokens of 7 holders"; the organization itself may be one of these. */
function countOf(rule: AnnouncedRule, { total, holders }: Pick<Preview, 'total' | 'holders'>): string {
  if (rule === 'passwordAtRegistry') {
    return total === 1
      ? 'The password of one member'
      : `The passwords of ${total} members, used here in the last 90 days,`;
  }
  const tokens = total === 1 ? 'One access token' : `${total} access tokens`;
  return `${tokens} of ${holders === 1 ? 'one holder' : `${holders} holders`}`;
}

function StoppedTokens({ tokens }: { readonly tokens: readonly ReviewedToken[] }) {
  return (
    <CardTable label="Access tokens that would stop" columns={['Token', 'Last used here', 'Expires']}>
      {tokens.map((token) => (
        <Table.Tr key={token.id}>
          <Table.Td>
            <Text size="sm" fw={600}>
              {token.holder.name}
            </Text>
            <Text size="xs" c="dimmed">
              {nameOf(token)}
            </Text>
          </Table.Td>
          <Table.Td data-label="Last used">
            {token.lastUse ? <TimeText at={token.lastUse.at} /> : <span>Never</span>}
          </Table.Td>
          <Table.Td data-label="Expires">
            {token.expiresAt === null ? <span>Never</span> : <TimeText at={token.expiresAt} />}
          </Table.Td>
        </Table.Tr>
      ))}
    </CardTable>
  );
}

function StoppedMembers({ members }: Pick<Preview, 'members'>) {
  return (
    <CardTable label="Members whose passwords would stop" columns={['Member', 'Password last used here']}>
      {members.map(({ name, lastUsedAt }) => (
        <Table.Tr key={name}>
          <Table.Td>
            <Text size="sm" fw={600}>
              {name}
            </Text>
          </Table.Td>
          <Table.Td data-label="Last used">
            <TimeText at={lastUsedAt} />
          </Table.Td>
        </Table.Tr>
      ))}
    </CardTable>
  );
}
