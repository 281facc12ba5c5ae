import { Button, Group, Menu, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReviewedToken, Ruling } from '../../api/types.ts';
import { useDialog } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { CardTable } from '../../parts/lists.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { nameOf, ReachCell } from './review-table.tsx';
import { useRuling } from './use-access-review.ts';

interface ApprovalTableProps {
  readonly organization: string;
  readonly tokens: readonly ReviewedToken[];
  /** Whether a person can be approved for good: only where the policy asks for approvals. */
  readonly isTrusting: boolean;
}

export function ApprovalTable({ organization, tokens, isTrusting }: ApprovalTableProps) {
  const ruling = useRuling(organization);
  const refusing = useDialog<ReviewedToken>();
  const say = (said: Ruling['ruling'], { id }: ReviewedToken, message: string) =>
    ruling.mutate({ ruling: said, tokens: [id] }, { onSuccess: () => notifications.show({ message }) });
  return (
    <>
      <FaultAlert fault={ruling.error} />
      <CardTable label="Access tokens that wait" columns={['Token', 'Would do here', 'Created', '']}>
        {tokens.map((token) => {
          const { id, holder, hold, createdAt } = token;
          return (
            <Table.Tr key={id}>
              <Table.Td>
                <Text size="sm" fw={600}>
                  {holder.name}
                </Text>
                <Text size="xs" c="dimmed">
                  {nameOf(token)}
                </Text>
                {hold?.because === 'block' && (
                  <Text size="xs" c="dimmed">
                    Waits because another token of {holder.name} is blocked
                  </Text>
                )}
              </Table.Td>
              <Table.Td data-label="Would do">
                <ReachCell token={token} />
              </Table.Td>
              <Table.Td data-label="Created">
                <TimeText at={createdAt} />
              </Table.Td>
              <Table.Td>
                <Group gap="xs" justify="flex-end" wrap="nowrap">
                  <Button
                    size="xs"
                    aria-label={`Approve ${nameOf(token)} of ${holder.name}`}
                    onClick={() =>
                      say('approve', token, `Approved. The token of ${holder.name} reaches ${organization}.`)
                    }
                  >
                    Approve
                  </Button>
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`Refuse ${nameOf(token)} of ${holder.name}`}
                    onClick={() => refusing.open(token)}
                  >
                    Refuse
                  </Button>
                  {isTrusting && holder.role !== null && (
                    <Menu position="bottom-end">
                      <Menu.Target>
                        <Button size="xs" variant="subtle" aria-label={`More for ${nameOf(token)} of ${holder.name}`}>
                          More
                        </Button>
                      </Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item
                          onClick={() =>
                            say('trust', token, `Approved. New access tokens of ${holder.name} no longer wait.`)
                          }
                        >
                          Always approve tokens of {holder.name}
                        </Menu.Item>
                      </Menu.Dropdown>
                    </Menu>
                  )}
                </Group>
              </Table.Td>
            </Table.Tr>
          );
        })}
      </CardTable>
      <ReasonDialog
        organization={organization}
        ruling="refuse"
        tokens={refusing.subject ? [refusing.subject.id] : []}
        isOpen={refusing.isOpen}
        onClose={refusing.close}
        onDone={refusing.close}
      />
    </>
  );
}
