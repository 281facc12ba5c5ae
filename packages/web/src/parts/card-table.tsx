import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

interface CardTableProps {
  readonly label: string;
  /** The last one may be empty: the column of what can be done. */
  readonly columns: readonly string[];
  /** Rows of cells; each cell but the first bears its column's name as `data-label`. */
  readonly children: ReactNode;
}

/** A table where there is room to compare; where there is none, each row is a card. */
export function CardTable({ label, columns, children }: CardTableProps) {
  return (
    <Table className={classes.table ?? ''} verticalSpacing="xs" aria-label={label}>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) =>
            column === '' ? (
              <Table.Td key="actions" />
            ) : (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            ),
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  );
}
