import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MemberTerms } from '../../../api/types.ts';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { formatDay, formatExactTime } from '../../../parts/time-text.tsx';
import { TermList } from './term-list.tsx';
import { termsQuery, useAcceptTerms } from './use-terms.ts';

interface TermsNoticeProps {
  readonly organization: string;
  readonly onAccepted: () => void;
}

/** For a member who has not accepted rules that became stricter. */
export function TermsNotice({ organization, onAccepted }: TermsNoticeProps) {
  const { data, error, refetch } = useQuery(termsQuery(organization));
  const accept = useAcceptTerms(organization, onAccepted);
  if (error) return <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (!data || data.notAccepted.length === 0) return null;
  const asked = data.words.filter(({ rule }) => data.notAccepted.some((name) => name === rule));
  return (
    <Alert
      color={data.standing === 'suspended' ? 'red' : 'yellow'}
      mb="lg"
      role="region"
      aria-label="New rules"
      title={`${organization} has new rules for your account`}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          <Deadline organization={organization} terms={data} />
        </Text>
        <TermList organization={organization} words={asked} />
        <FaultAlert fault={accept.error} />
        <Group>
          <Button loading={accept.isPending} onClick={() => accept.mutate(data.terms)}>
            Accept the new rules
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function Deadline({ organization, terms: { standing, dueAt } }: { organization: string; terms: MemberTerms }) {
  if (dueAt === null) return <>They apply to your account only if you accept them.</>;
  const day = (
    <time dateTime={dueAt} title={formatExactTime(dueAt)}>
      {formatDay(dueAt)}
    </time>
  );
  if (standing === 'suspended') {
    return (
      <>
        You did not accept them by {day}. Until you do, your tokens and command lines cannot reach the repositories of{' '}
        {organization}. Your account and everything else stay as they are. If you do not want these rules, leave the
        organization on its Members page.
      </>
    );
  }
  return (
    <>
      They apply to your account only if you accept them. If you have not accepted them by {day}, you cannot reach the
      repositories of {organization} until you do. Your account and everything else stay as they are.
    </>
  );
}
