import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog, useDialog } from '../../parts/dialogs.tsx';
import { Pager } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { Row, RowList } from '../../parts/row-list.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { TRUSTED_PAGE_SIZE, trustedHoldersQuery, useEndTrust } from './use-access-review.ts';

/** The members whose new tokens do not wait; nothing where there is none. */
export function TrustedHolders({ organization }: { readonly organization: string }) {
  const [page, setPage] = useState(1);
  const { data } = useQuery(trustedHoldersQuery(organization, page));
  const end = useEndTrust(organization);
  const ending = useDialog<string>();
  if (!data || data.total === 0) return null;
  return (
    <section>
      <SectionHead title="Always approved">New access tokens of these members need no approval.</SectionHead>
      <RowList>
        {data.holders.map(({ name, since, trustedBy }) => (
          <Row
            key={name}
            title={name}
            action={
              <Button size="xs" variant="default" aria-label={`Stop for ${name}`} onClick={() => ending.open(name)}>
                Stop
              </Button>
            }
          >
            Since <TimeText at={since} />, by {trustedBy}
          </Row>
        ))}
      </RowList>
      <Pager total={data.total} pageSize={TRUSTED_PAGE_SIZE} page={page} onPage={setPage} noun="members" />
      <ConfirmDialog
        title={`Require approvals for ${ending.subject ?? ''} again?`}
        action="Require approvals"
        change={end}
        isOpen={ending.isOpen}
        onClose={ending.close}
        onConfirm={() => end.mutate(ending.subject ?? '', { onSuccess: ending.close })}
      >
        Tokens that reached {organization} only because of this wait from now on. Tokens that an owner approved are not
        affected.
      </ConfirmDialog>
    </section>
  );
}
