import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { MemberTerms } from '../../../api/types.ts';
import { FaultAlert, QueryStatus } from '../../../parts/fault-alert.tsx';
import { SectionHead } from '../../../parts/page-head.tsx';
import classes from '../organizations.module.css';
import { TermList } from './term-list.tsx';
import { termsQuery, useAcceptTerms } from './use-terms.ts';

interface OwnTermsProps {
  readonly organization: string;
}

/** What the organization asks of the member who looks at it. */
export function OwnTerms({ organization }: OwnTermsProps) {
  const query = useQuery(termsQuery(organization));
  const { data } = query;
  const place = useRef<HTMLElement>(null);
  return (
    <section ref={place} tabIndex={-1} aria-label="What this means for you" className={classes.sheet}>
      <SectionHead title="What this means for you">{data && STANDINGS[data.standing]}</SectionHead>
      <QueryStatus query={query} name="your rules" height={80} />
      {data && (
        <Stack>
          {data.words.length === 0 && <Text size="sm">{organization} has no rules for its members now.</Text>}
          <TermList organization={organization} words={data.words} />
          {data.standing === 'none-accepted' && data.words.some(({ accountWide }) => accountWide) && (
            <AcceptFirstTerms
              organization={organization}
              terms={data.terms}
              onAccepted={() => place.current?.focus()}
            />
          )}
        </Stack>
      )}
    </section>
  );
}

const STANDINGS: Readonly<Record<MemberTerms['standing'], string>> = {
  'none-accepted':
    'You were made a member without being asked. Rules for your whole account do not apply to you unless you accept them.',
  accepted: 'You accepted the rules for your whole account.',
  noticed: 'Some rules for your whole account are new. They are at the top of this page.',
  suspended: 'You did not accept the new rules in time. They are at the top of this page.',
};

interface AcceptFirstTermsProps extends OwnTermsProps {
  readonly terms: MemberTerms['terms'];
  readonly onAccepted: () => void;
}

function AcceptFirstTerms({ organization, terms, onAccepted }: AcceptFirstTermsProps) {
  const accept = useAcceptTerms(organization, onAccepted);
  return (
    <>
      <FaultAlert fault={accept.error} />
      <Group>
        <Button variant="default" loading={accept.isPending} onClick={() => accept.mutate(terms)}>
          Accept for my whole account
        </Button>
      </Group>
    </>
  );
}
