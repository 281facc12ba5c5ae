import { Button, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FaultAlert, QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { DayText } from '../../parts/time-text.tsx';
import { ACCEPTED_PAGE_SIZE, acceptedFindingsQuery, findingText, useEndAcceptance } from './use-accepted-findings.ts';

interface AcceptedFindingsProps {
  readonly organization: string;
  readonly repository: string;
  readonly isOwner: boolean;
}

/** The findings that owners accepted in a repository. Nothing if there are none. */
export function AcceptedFindings({ organization, repository, isOwner }: AcceptedFindingsProps) {
  const [page, setPage] = useState(1);
  const query = useQuery(acceptedFindingsQuery(organization, repository, page));
  const end = useEndAcceptance(organization, repository);
  const { data } = query;
  if (!data) return <QueryStatus query={query} name="accepted findings" height={40} />;
  if (data.total === 0) return null;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Accepted findings in {repository}
      </Title>
      <FaultAlert fault={end.error} />
      <CardTable label="Accepted findings" columns={['Finding', 'Reason', 'Ends', '']}>
        {data.findings.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{findingText(one)}</Table.Td>
            <Table.Td data-label="Reason">
              {one.reason}
              <Text size="xs" c="dimmed">
                By {one.madeBy}
              </Text>
            </Table.Td>
            <Table.Td data-label="Ends">
              <DayText at={one.endsAt} />
            </Table.Td>
            <Table.Td data-label="Actions">
              {isOwner && (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`End: ${findingText(one)}`}
                  onClick={() => end.mutate(one)}
                >
                  End
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </CardTable>
      <Pager total={data.total} pageSize={ACCEPTED_PAGE_SIZE} page={page} onPage={setPage} noun="findings" />
    </section>
  );
}
