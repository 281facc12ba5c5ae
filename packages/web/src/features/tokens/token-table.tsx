import { Checkbox, Group, Pagination, Skeleton, Table, Text, UnstyledButton } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import type { Token } from '../../api/types.ts';
import { TokenRow } from './token-row.tsx';
import { firstOrder, PAGE_SIZE, type SearchChanges, type SortKey, type TokenSearch } from './token-search.ts';
import classes from './tokens.module.css';
import type { Selection } from './use-selection.ts';

interface TokenTableProps {
  readonly tokens: readonly Token[];
  readonly total: number;
  readonly isLoading: boolean;
  readonly search: TokenSearch;
  readonly onSearch: (changes: SearchChanges) => void;
  readonly selection: Selection;
}

const COLUMNS: readonly { readonly label: string; readonly sort?: SortKey }[] = [
  { label: 'Description', sort: 'description' },
  { label: 'Source' },
  { label: 'May do' },
  { label: 'Status' },
  { label: 'Created', sort: 'created' },
  { label: 'Last used', sort: 'lastUsed' },
  { label: 'Expires', sort: 'expires' },
];

export function TokenTable({ tokens, total, isLoading, search, onSearch, selection }: TokenTableProps) {
  if (isLoading) return <Skeleton height={320} aria-label="The tokens are being loaded" />;
  const pages = Math.ceil(total / PAGE_SIZE);
  return (
    <>
      <Table className={classes.table ?? ''} verticalSpacing="xs" highlightOnHover onKeyDown={moveBetweenRows}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={40} scope="col">
              <Checkbox
                aria-label="Select all tokens on this page"
                checked={selection.ids.size === tokens.length}
                indeterminate={selection.ids.size > 0 && selection.ids.size < tokens.length}
                onChange={selection.toggleAll}
              />
            </Table.Th>
            {COLUMNS.map((column) => (
              <ColumnHead key={column.label} {...column} search={search} onSearch={onSearch} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} selection={selection} />
          ))}
        </Table.Tbody>
      </Table>
      {pages > 1 && (
        <Group justify="space-between" mt="md">
          <Text size="sm" c="dimmed">
            {total.toLocaleString()} tokens
          </Text>
          <Pagination
            total={pages}
            value={search.page ?? 1}
            onChange={(page) => onSearch({ page })}
            getControlProps={(control) => ({ 'aria-label': `${control} page` })}
            getItemProps={(page) => ({ 'aria-label': `Page ${page}` })}
          />
        </Group>
      )}
    </>
  );
}

interface ColumnHeadProps extends Pick<TokenTableProps, 'search' | 'onSearch'> {
  readonly label: string;
  readonly sort?: SortKey;
}

function ColumnHead({ label, sort, search, onSearch }: ColumnHeadProps) {
  if (!sort) return <Table.Th scope="col">{label}</Table.Th>;
  const current = search.sort ?? 'created';
  const order = search.order ?? firstOrder(current);
  const isSorted = current === sort;
  const next = isSorted ? (order === 'asc' ? 'desc' : 'asc') : firstOrder(sort);
  return (
    <Table.Th scope="col" aria-sort={isSorted ? (order === 'asc' ? 'ascending' : 'descending') : 'none'}>
      <UnstyledButton className={classes.sort ?? ''} onClick={() => onSearch({ sort, order: next, page: 1 })}>
        {label}
        <span aria-hidden="true">{isSorted ? (order === 'asc' ? ' ↑' : ' ↓') : ''}</span>
      </UnstyledButton>
    </Table.Th>
  );
}

/** Up and down go from checkbox to checkbox, so that rows are selected without the mouse. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLInputElement)) return;
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
  boxes[boxes.indexOf(event.target) + step]?.focus();
  event.preventDefault();
}
