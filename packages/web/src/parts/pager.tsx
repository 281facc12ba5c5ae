import { Group, Pagination, Text } from '@mantine/core';

interface PagerProps {
  readonly total: number;
  readonly pageSize: number;
  /** Counts from 1. */
  readonly page: number;
  readonly onPage: (page: number) => void;
  /** The name of the items, as "events". */
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
