import { Checkbox, Kbd, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { faultText } from '../../api/api-fault.ts';
import type { DecidedItems, Review, ReviewItem } from '../../api/types.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { Pager } from '../../parts/lists.tsx';
import { EmptyState } from '../../parts/page-head.tsx';
import { formatDay } from '../../parts/time-text.tsx';
import { AskReason, blockEffect } from '../access-review/reason-dialog.tsx';
import { nameOf } from '../access-review/review-table.tsx';
import { useSelection } from '../tokens/use-selection.ts';
import { DecisionBar } from './decision-bar.tsx';
import { ReviewItemRow } from './review-item-row.tsx';
import classes from './reviews.module.css';
import { useItemKeys } from './use-item-keys.ts';
import { ITEMS_PAGE_SIZE, type ItemFilter, reviewItemsQuery, useDecide } from './use-reviews.ts';

interface ReviewItemsProps {
  readonly isOwner: boolean;
  readonly organization: string;
  readonly review: Review;
}

/** The tokens of a review. While it is open, each can be decided about with one key. */
export function ReviewItems({ isOwner, organization, review }: ReviewItemsProps) {
  const isOpen = review.state === 'open';
  const [filter, setFilter] = useState<ItemFilter>(isOpen ? { decision: 'undecided' } : {});
  const query = useQuery(reviewItemsQuery(organization, review.id, filter));
  const { data } = query;
  const items = data?.items ?? [];
  const decidable = items.filter(({ decision, isGone }) => isOpen && decision === null && !isGone);
  const selection = useSelection(decidable.map(({ token }) => token.id));
  // It lasts until the rows are read again. What is selected before that would be gone with the rows.
  const decide = useDecide(organization, review.id);
  const [blocked, setBlocked] = useState<readonly string[]>([]);
  const keys = useItemKeys(
    items.map(({ token }) => token.id),
    (key, id, isRange) => {
      if (decide.isPending || !decidable.some(({ token }) => token.id === id)) return;
      const chosen = selection.ids.size > 0 ? [...selection.ids] : [id];
      if (key === 'select') selection.toggle(id, isRange);
      else if (key === 'keep') keep(chosen);
      else setBlocked(chosen);
    },
  );
  const done = (answer: DecidedItems) => {
    tellWhoWasFirst(answer.taken, items);
    selection.clear();
    keys.goOn();
  };
  const keep = (tokens: readonly string[]) =>
    decide.mutate({ decision: 'keep', tokens: [...tokens] }, { onSuccess: done, onError: showFault });
  return (
    <div>
      <DecisionBar
        filter={filter}
        onFilter={(changes) => setFilter({ ...filter, page: 1, ...changes })}
        canShowOwn={isOwner && review.reviewers === 'holders'}
        selected={[...selection.ids]}
        isBusy={decide.isPending}
        onKeep={keep}
        onBlock={setBlocked}
        onClear={selection.clear}
      />
      {isOpen && items.length > 0 && <KeyHint />}
      {decidable.length > 1 && (
        // The head of the table has the same on a wide screen.
        <Checkbox
          className={classes.selectAll ?? ''}
          label={`Select all ${decidable.length} on this page`}
          checked={selection.ids.size === decidable.length}
          indeterminate={selection.ids.size > 0 && selection.ids.size < decidable.length}
          disabled={decide.isPending}
          onChange={selection.toggleAll}
        />
      )}
      <QueryStatus query={query} name="access tokens" height={{ rows: 7 }} />
      {data?.total === 0 && <NothingLeft isFiltered={Object.keys(filter).length > 0} isOpen={isOpen} />}
      {items.length > 0 && (
        <Table
          className={classes.items ?? ''}
          verticalSpacing="xs"
          aria-label="Access tokens under review"
          onKeyDown={keys.onKeyDown}
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" w={40}>
                <Checkbox
                  aria-label="Select all tokens on this page"
                  disabled={decidable.length === 0 || decide.isPending}
                  checked={decidable.length > 0 && selection.ids.size === decidable.length}
                  indeterminate={selection.ids.size > 0 && selection.ids.size < decidable.length}
                  onChange={selection.toggleAll}
                />
              </Table.Th>
              {['Token', 'May do here', 'Last used here', 'Expires', 'Findings', 'Decision'].map((column) => (
                <Table.Th key={column} scope="col">
                  {column}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item, place) => (
              <ReviewItemRow
                key={item.token.id}
                item={item}
                isSelected={selection.ids.has(item.token.id)}
                canDecide={decidable.includes(item) && !decide.isPending}
                isCurrent={place === keys.place}
                onSelect={(isRange) => selection.toggle(item.token.id, isRange)}
                onFocus={() => keys.setPlace(place)}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Pager
        total={data?.total ?? 0}
        pageSize={ITEMS_PAGE_SIZE}
        page={filter.page ?? 1}
        onPage={(page) => setFilter({ ...filter, page })}
        noun="access tokens"
      />
      <AskReason
        titleOfOne="Block this token here?"
        action="Block here"
        example="Not used since May"
        count={blocked.length}
        change={decide}
        isOpen={blocked.length > 0}
        onClose={() => setBlocked([])}
        onSend={(reason, close) => {
          const afterwards = (answer: DecidedItems) => {
            close();
            done(answer);
          };
          decide.mutate({ decision: 'block', tokens: [...blocked], reason }, { onSuccess: afterwards });
        }}
      >
        {`${blockEffect(organization, blocked.length)} A token of the organization itself is deactivated instead.`}
      </AskReason>
    </div>
  );
}

function KeyHint() {
  return (
    <Text size="xs" c="dimmed" mb="xs" className={classes.keys ?? ''}>
      Click a row, then use the keys: <Kbd>↓</Kbd> <Kbd>↑</Kbd> to move, <Kbd>K</Kbd> to keep, <Kbd>B</Kbd> to block,{' '}
      <Kbd>X</Kbd> to select.
    </Text>
  );
}

function NothingLeft({ isFiltered, isOpen }: { readonly isFiltered: boolean; readonly isOpen: boolean }) {
  if (isFiltered && isOpen) {
    return (
      <EmptyState title="Nothing left to decide">
        No undecided token matches. Choose another filter to see what was decided.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No access tokens">{isFiltered ? 'Try another filter.' : 'No token was in scope.'}</EmptyState>
  );
}

function tellWhoWasFirst(taken: DecidedItems['taken'], items: readonly ReviewItem[]): void {
  for (const { token: id, decision, by, at } of taken.slice(0, 3)) {
    const token = items.find(({ token }) => token.id === id)?.token;
    const what = decision === 'block' ? 'blocked' : 'kept';
    const name = token ? `${nameOf(token)} of ${token.holder.name}` : 'a token';
    notifications.show({ message: `${by ?? 'Somebody'} already ${what} ${name} on ${formatDay(at)}.` });
  }
}

function showFault(fault: unknown): void {
  notifications.show({ color: 'red', message: faultText(fault), autoClose: false });
}
