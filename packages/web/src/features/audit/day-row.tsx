import { Table } from '@mantine/core';
import classes from './audit.module.css';

interface DayRowProps {
  /** For example "Sunday, 29 November 2026". */
  readonly day: string;
  readonly columns: number;
}

/** The heading of all events of a day. */
export function DayRow({ day, columns }: DayRowProps) {
  return (
    <Table.Tr className={classes.day ?? ''}>
      <Table.Th colSpan={columns} scope="rowgroup">
        {day}
      </Table.Th>
    </Table.Tr>
  );
}
