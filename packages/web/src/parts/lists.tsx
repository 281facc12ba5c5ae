import { Group, Pagination, Table, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import classes from './parts.module.css';

interface CardTableProps {
  readonly label: string;
  /** Names, or heads that sort. The last one is empty if the last column has buttons. */
  readonly columns: readonly (string | ReactElement)[];
  /** Rows of cells. Each cell except the first has the name of its column as `data-label`. */
  readonly children: ReactNode;
}

/** A table on a wide screen. On a narrow screen, each row becomes a card. */
export function CardTable({ label, columns, children }: CardTableProps) {
  return (
    <Table className={classes.table ?? ''} verticalSpacing="xs" aria-label={label}>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => {
            if (typeof column !== 'string') return column;
            if (column === '') return <Table.Td key="actions" />;
            return (
              <Table.Th key={column} scope="col">
                {column}
              </Table.Th>
            );
          })}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  );
}

/** Properties of one thing, each with its name. */
export function FactList({ children }: { readonly children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

interface PagerProps {
  readonly total: number;
  readonly pageSize: number;
  /** Counts from 1. */
  readonly page: number;
  readonly onPage: (page: number) => void;
  /** The name of the items, such as "events". */
  readonly noun: string;
}

/** Shows nothing if there is only one page. */
export function Pager({ total, pageSize, page, onPage, noun }: PagerProps) {
  const pages = Math.ceil(total / pageSize);
  if (pages < 2) return null;
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed">
        {total.toLocaleString()} {noun}
      </Text>
      <Pagination
        total={pages}
        value={page}
        onChange={onPage}
        getControlProps={(control) => ({ 'aria-label': `${control} page` })}
        getItemProps={(item) => ({ 'aria-label': `Page ${item}` })}
      />
    </Group>
  );
}
