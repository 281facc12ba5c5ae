import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, client } from '../../../api/client.ts';
import { formatSeconds } from '../../../parts/duration.ts';
import { QueryStatus } from '../../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../../parts/lists.tsx';
import { TimeText } from '../../../parts/time-text.tsx';
import { nameOf } from '../../reviews/review-table.tsx';
import { keyOf } from '../use-organization.ts';

interface LifetimePreviewProps {
  readonly organization: string;
  readonly seconds: number;
  /** The text of the button that saves, as "Save policy". */
  readonly action: string;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

const PAGE_SIZE = 5;

export function lifetimePreviewQuery(organization: string, seconds: number, page = 1) {
  return queryOptions({
    queryKey: [...keyOf(organization), 'lifetime-preview', seconds, page],
    queryFn: () => {
      const query = { maximumTokenLifetimeSeconds: seconds, page, pageSize: PAGE_SIZE };
      const params = { path: { organization }, query };
      return answerOf(client.GET('/api/organizations/{organization}/access-review/lifetime-preview', { params }));
    },
    placeholderData: keepPreviousData,
    // What was true a minute ago is no preview.
    staleTime: 0,
  });
}

/** Which tokens a maximum lifetime would stop, before it is saved. */
export function LifetimePreview(props: LifetimePreviewProps) {
  const { organization, seconds, action, isOpen, isBusy, onClose, onConfirm } = props;
  const [page, setPage] = useState(1);
  const query = useQuery({ ...lifetimePreviewQuery(organization, seconds, page), enabled: isOpen });
  const { data } = query;
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`A maximum lifetime of ${formatSeconds(seconds)}`}
      size="lg"
      centered
    >
      <Stack>
        <QueryStatus query={query} name="the tokens that would stop" height={160} />
        {data && (
          <Text size="sm">
            {stopped(data)} would stop working here at once. Elsewhere nothing changes. Their holders get no mail about
            it, so tell them first.
          </Text>
        )}
        {data && (
          <div>
            <CardTable label="Access tokens that would stop" columns={['Token', 'Last used here', 'Expires']}>
              {data.tokens.map((token) => (
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
            <Pager total={data.total} pageSize={PAGE_SIZE} page={page} onPage={setPage} noun="access tokens" />
          </div>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red" disabled={!data} loading={isBusy} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** "12 access tokens of 7 holders"; the organization itself may be one of these. */
function stopped({ total, holders }: { readonly total: number; readonly holders: number }): string {
  const tokens = total === 1 ? 'One access token' : `${total} access tokens`;
  return `${tokens} of ${holders === 1 ? 'one holder' : `${holders} holders`}`;
}
