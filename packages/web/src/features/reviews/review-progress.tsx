import { Progress, Text } from '@mantine/core';
import type { Review } from '../../api/types.ts';
import { progressOf } from './describe-review.ts';

/** How far a review is: kept, blocked and gone in colours, and in numbers. */
export function ReviewProgress({ counts }: Pick<Review, 'counts'>) {
  const { decided, total } = progressOf(counts);
  const part = (count: number) => (total === 0 ? 0 : (100 * count) / total);
  return (
    <div>
      {/* The text below says the same. */}
      <Progress.Root size="sm" aria-hidden="true">
        <Progress.Section value={part(counts.keep)} color="teal" withAria={false} />
        <Progress.Section value={part(counts.block)} color="red" withAria={false} />
        <Progress.Section value={part(counts.gone)} color="gray" withAria={false} />
      </Progress.Root>
      <Text size="xs" c="dimmed" mt={4}>
        {decided.toLocaleString()} of {total.toLocaleString()} decided
      </Text>
    </div>
  );
}
