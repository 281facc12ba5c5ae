import { Alert, Group, Switch, Text } from '@mantine/core';
import type { Member, MemberList } from '../../../api/types.ts';
import { TermsStandingBadge } from '../../../parts/badges.tsx';
import { formatDay, formatExactTime } from '../../../parts/time-text.tsx';

interface NotAcceptedNoticeProps {
  readonly notAccepted: NonNullable<MemberList['notAccepted']>;
  readonly isOnlyThese: boolean;
  readonly onOnlyThese: (isOnlyThese: boolean) => void;
}

/** For owners: how many members have not accepted stricter rules. */
export function NotAcceptedNotice({ notAccepted, isOnlyThese, onOnlyThese }: NotAcceptedNoticeProps) {
  const { noticed, suspended, nextDueAt } = notAccepted;
  if (noticed + suspended === 0 && !isOnlyThese) return null;
  return (
    <Alert color={suspended > 0 ? 'red' : 'yellow'} mb="md" role="region" aria-label="Rules that are not accepted">
      {noticed + suspended === 0 && <Text size="sm">All members have accepted the rules for their whole account.</Text>}
      {suspended > 0 && (
        <Text size="sm">
          {counted(suspended)} not accepted new rules in time and cannot reach the repositories until they do.
        </Text>
      )}
      {noticed > 0 && nextDueAt && (
        <Text size="sm">
          {counted(noticed)} not accepted new rules yet. Who has not accepted them by <Day at={nextDueAt} /> is
          suspended.
        </Text>
      )}
      <Switch
        mt="sm"
        size="sm"
        label="Show only these members"
        checked={isOnlyThese}
        onChange={(event) => onOnlyThese(event.currentTarget.checked)}
      />
    </Alert>
  );
}

/** Whether the member has not accepted a stricter rule. Only owners are told. */
export function asksForMore({ terms }: Member): boolean {
  return terms !== null && terms.dueAt !== null;
}

export function TermsState({ terms: { standing, dueAt } }: { readonly terms: NonNullable<Member['terms']> }) {
  if (dueAt === null) return null;
  return (
    <Group gap="xs">
      <TermsStandingBadge standing={standing} />
      <Text size="sm" c="dimmed">
        {standing === 'suspended' ? 'since' : 'until'} <Day at={dueAt} />
      </Text>
    </Group>
  );
}

function Day({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={formatExactTime(at)}>
      {formatDay(at)}
    </time>
  );
}

function counted(members: number): string {
  return members === 1 ? '1 member has' : `${members} members have`;
}
