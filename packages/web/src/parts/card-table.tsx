import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

interface CardTableProps {
  readonly label: string;
  /** The last one is empty if the last column holds buttons. */
  readonly columns: readonly string[];
  /** Rows of cells. Each cell except the first has the name of its column as `data-label`. */
  readonly children: ReactNode;
}

/** A table on a wide screen; on a narrow one each row becomes a card. */
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
