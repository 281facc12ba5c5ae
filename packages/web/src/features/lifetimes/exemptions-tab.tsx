import { RULE_SUBJECTS } from '@lanyard/core/lifetimes/rule-in-words';
import { Button, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Exemption } from '../../api/types.ts';
import { ConfirmDialog, useDialog } from '../../parts/dialogs.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { DayText, formatDay, TimeText } from '../../parts/time-text.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { ExemptDialog } from './exempt-dialog.tsx';
import { EXEMPTIONS_PAGE_SIZE, exemptionsQuery, useEndExemption } from './use-lifetimes.ts';

/** Which tokens and members a rule does not stop, why, and until when. */
export function ExemptionsTab() {
  const { name } = useOrganization();
  const [page, setPage] = useState(1);
  const query = useQuery(exemptionsQuery(name, page));
  const [isExempting, exempting] = useDisclosure();
  const ending = useDialog<Exemption>();
  const end = useEndExemption(name);
  const { data } = query;
  const confirm = () =>
    ending.subject &&
    end.mutate(ending.subject, {
      onSuccess: ({ endsAt }) => {
        ending.close();
        notifications.show({ message: `The exemption ends on ${formatDay(endsAt)}.` });
      },
    });
  return (
    <section>
      <SectionHead title="Exemptions" actions={<Button onClick={exempting.open}>Exempt a member</Button>}>
        The policy can stop old and unused access tokens, and passwords at the registry. It does not stop these until
        their end date. To exempt a single token, select it in the list of tokens.
      </SectionHead>
      <QueryStatus query={query} name="exemptions" height={{ rows: 4 }} />
      {data && data.total === 0 && (
        <EmptyState title="No exemptions">The policy applies to all access tokens and members.</EmptyState>
      )}
      {data && data.exemptions.length > 0 && <Exemptions exemptions={data.exemptions} onEnd={ending.open} />}
      {data && (
        <Pager total={data.total} pageSize={EXEMPTIONS_PAGE_SIZE} page={page} onPage={setPage} noun="exemptions" />
      )}
      <ExemptDialog organization={name} isOpen={isExempting} onClose={exempting.close} />
      <ConfirmDialog
        title="End this exemption?"
        action="End exemption"
        change={end}
        isOpen={ending.isOpen}
        onClose={ending.close}
        onConfirm={confirm}
      >
        It ends in 7 days, or sooner if its end date is sooner. The holder gets a mail. To stop a token at once, block
        it in the list of tokens.
      </ConfirmDialog>
    </section>
  );
}

interface ExemptionsProps {
  readonly exemptions: readonly Exemption[];
  readonly onEnd: (exemption: Exemption) => void;
}

function Exemptions({ exemptions, onEnd }: ExemptionsProps) {
  return (
    <CardTable label="Exemptions" columns={['Exempt', 'Rule', 'Reason', 'Ends', '']}>
      {exemptions.map((one) => (
        <Table.Tr key={`${one.rule} ${one.subject}`}>
          <Table.Td>
            <Text size="sm" fw={600}>
              {one.holder}
            </Text>
            <Text size="xs" c="dimmed">
              {whatOf(one)}
            </Text>
          </Table.Td>
          <Table.Td data-label="Rule">
            <Text size="sm">{capital(RULE_SUBJECTS[one.rule])}</Text>
          </Table.Td>
          <Table.Td data-label="Reason">
            <Text size="sm">{one.reason}</Text>
            <Text size="xs" c="dimmed">
              By {one.createdBy}, <TimeText at={one.createdAt} />
            </Text>
          </Table.Td>
          <Table.Td data-label="Ends">
            <DayText at={one.endsAt} />
          </Table.Td>
          <Table.Td data-label="Actions">
            <Button
              size="xs"
              variant="default"
              disabled={one.isOver}
              aria-label={`End the exemption of ${one.holder}: ${RULE_SUBJECTS[one.rule]}`}
              onClick={() => onEnd(one)}
            >
              End
            </Button>
          </Table.Td>
        </Table.Tr>
      ))}
    </CardTable>
  );
}

function whatOf({ type, description }: Exemption): string {
  if (type === 'member') return 'All access tokens and the password';
  return description ?? 'Access token';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
