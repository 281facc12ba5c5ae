import { Table, UnstyledButton } from '@mantine/core';
import classes from './parts.module.css';

interface SortHeadProps {
  readonly label: string;
  /** How the table is sorted by this column; undefined where another one sorts it. */
  readonly order: 'asc' | 'desc' | undefined;
  readonly onSort: () => void;
}

/** The head of a column by which a table can be sorted. */
export function SortHead({ label, order, onSort }: SortHeadProps) {
  return (
    <Table.Th scope="col" aria-sort={order === undefined ? 'none' : order === 'asc' ? 'ascending' : 'descending'}>
      <UnstyledButton className={classes.sort ?? ''} onClick={onSort}>
        {label}
        <span aria-hidden="true">{order === undefined ? '' : order === 'asc' ? ' ↑' : ' ↓'}</span>
      </UnstyledButton>
    </Table.Th>
  );
}
