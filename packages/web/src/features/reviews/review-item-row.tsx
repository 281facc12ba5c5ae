import { Checkbox, Table, Text } from '@mantine/core';
import type { ReviewItem } from '../../api/types.ts';
import { OutcomeBadge } from '../../parts/badges.tsx';
import { DayText, formatDay } from '../../parts/time-text.tsx';
import { Findings, nameOf, ReachCell, UseCell } from '../access-review/review-table.tsx';
import classes from './reviews.module.css';

interface ItemRowProps {
  readonly item: ReviewItem;
  readonly isSelected: boolean;
  readonly canDecide: boolean;
  readonly isCurrent: boolean;
  readonly onSelect: (isRange: boolean) => void;
  readonly onFocus: () => void;
}

/** A token under review, as it was when the review began. */
export function ReviewItemRow({ item, isSelected, canDecide, isCurrent, onSelect, onFocus }: ItemRowProps) {
  const { token } = item;
  const isOwn = token.holder.type === 'organization';
  const title = nameOf(token);
  return (
    <Table.Tr
      data-item={token.id}
      tabIndex={isCurrent ? 0 : -1}
      className={classes.item ?? ''}
      data-selected={isSelected || undefined}
      onFocus={onFocus}
    >
      <Table.Td className={classes.select ?? ''}>
        <Checkbox
          tabIndex={-1}
          aria-label={`Select ${title} of ${token.holder.name}`}
          disabled={!canDecide}
          checked={isSelected}
          onChange={(event) => onSelect((event.nativeEvent as MouseEvent).shiftKey)}
        />
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={600}>
          {isOwn ? token.description : token.holder.name}
        </Text>
        <Text size="xs" c="dimmed">
          {isOwn ? 'Token of the organization' : title}
        </Text>
      </Table.Td>
      <Table.Td data-label="May do here">
        <ReachCell token={token} />
      </Table.Td>
      <Table.Td data-label="Last used">
        <UseCell token={token} />
      </Table.Td>
      <Table.Td data-label="Expires">
        {token.expiresAt === null ? <span>Never</span> : <DayText at={token.expiresAt} />}
      </Table.Td>
      <Table.Td data-label="Findings">
        {token.findings.length > 0 && (
          <Findings findings={token.findings} summary={token.findings.map(({ label }) => label).join(', ')} />
        )}
      </Table.Td>
      <Table.Td data-label="Decision">
        <DecisionCell item={item} />
      </Table.Td>
    </Table.Tr>
  );
}

function DecisionCell({ item: { decision, isGone, reason, decidedBy, decidedAt } }: { readonly item: ReviewItem }) {
  if (decision === null) return isGone ? <OutcomeBadge decision="gone" /> : <span>None yet</span>;
  return (
    <div>
      <OutcomeBadge decision={decision} />
      <Text size="xs" c="dimmed">
        {decision !== 'gone' && (decidedBy === null ? 'Nobody decided' : `by ${decidedBy}`)}
        {decidedAt !== null && `, ${formatDay(decidedAt)}`}
      </Text>
      {reason !== '' && decidedBy !== null && (
        <Text size="xs" c="dimmed">
          {reason}
        </Text>
      )}
    </div>
  );
}
