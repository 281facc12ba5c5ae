import { Checkbox, Table } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import type { Token } from '../../api/types.ts';
import { SortHead } from '../../parts/sort-head.tsx';
import { TokenRow } from './token-row.tsx';
import { firstOrder, type SearchChanges, type SortKey, type TokenSearch } from './token-search.ts';
import classes from './tokens.module.css';
import type { Selection } from './use-selection.ts';

interface TokenTableProps {
  readonly tokens: readonly Token[];
  readonly search: TokenSearch;
  readonly onSearch: (changes: SearchChanges) => void;
  readonly selection: Selection;
}

const COLUMNS: readonly { readonly label: string; readonly sort?: SortKey }[] = [
  { label: 'Description', sort: 'description' },
  { label: 'Source' },
  { label: 'Permissions' },
  { label: 'Status' },
  { label: 'Created', sort: 'created' },
  { label: 'Last used', sort: 'lastUsed' },
  { label: 'Expires', sort: 'expires' },
];

export function TokenTable({ tokens, search, onSearch, selection }: TokenTableProps) {
  const selectedHere = tokens.filter(({ id }) => selection.ids.has(id)).length;
  return (
    <Table className={classes.table ?? ''} verticalSpacing="xs" highlightOnHover onKeyDown={moveBetweenRows}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={40} scope="col">
            <Checkbox
              aria-label="Select all tokens on this page"
              checked={selectedHere === tokens.length}
              indeterminate={selectedHere > 0 && selectedHere < tokens.length}
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
    <SortHead
      label={label}
      order={isSorted ? order : undefined}
      onSort={() => onSearch({ sort, order: next, page: 1 })}
    />
  );
}

/** The arrow keys move from checkbox to checkbox, so that rows can be selected with the keyboard. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLInputElement)) return;
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
  boxes[boxes.indexOf(event.target) + step]?.focus();
  event.preventDefault();
}
