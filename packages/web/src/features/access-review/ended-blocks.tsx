import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog, useDialog } from '../../parts/dialogs.tsx';
import { Pager } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { Row, RowList } from '../../parts/row-list.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { ENDED_PAGE_SIZE, endedBlocksQuery, useRuling } from './use-access-review.ts';

interface Lifted {
  readonly token: string;
  readonly holder: string;
}

/** Blocks that no list of tokens shows, because their tokens are gone. Shows nothing if there are none. */
export function EndedBlocks({ organization }: { readonly organization: string }) {
  const [page, setPage] = useState(1);
  const { data } = useQuery(endedBlocksQuery(organization, page));
  const lift = useRuling(organization);
  const lifting = useDialog<Lifted>();
  if (!data || data.total === 0) return null;
  const send = ({ token }: Lifted) => lift.mutate({ ruling: 'lift', tokens: [token] }, { onSuccess: lifting.close });
  return (
    <section>
      <SectionHead title="Blocks of deleted tokens">
        The tokens were deleted or expired. New access tokens of the same person wait until you lift the block.
      </SectionHead>
      <RowList>
        {data.blocks.map(({ token, holder, reason, at, blockedBy }) => (
          <Row
            key={token}
            title={holder}
            action={
              <Button
                size="xs"
                variant="default"
                aria-label={`Lift block for ${holder}, ${token.slice(0, 8)}`}
                onClick={() => lifting.open({ token, holder })}
              >
                Lift block
              </Button>
            }
          >
            {reason}. Blocked <TimeText at={at} /> by {blockedBy}
          </Row>
        ))}
      </RowList>
      <Pager total={data.total} pageSize={ENDED_PAGE_SIZE} page={page} onPage={setPage} noun="blocks" />
      <ConfirmDialog
        title="Lift the block?"
        action="Lift block"
        change={lift}
        isOpen={lifting.isOpen}
        onClose={lifting.close}
        onConfirm={() => lifting.subject && send(lifting.subject)}
      >
        Access tokens of {lifting.subject?.holder ?? ''} that wait only because of it reach {organization} at once.
      </ConfirmDialog>
    </section>
  );
}
