import { Badge } from '@mantine/core';
import type { Repository } from '../../api/types.ts';

interface VisibilityBadgeProps {
  readonly visibility: Repository['visibility'];
}

export function VisibilityBadge({ visibility }: VisibilityBadgeProps) {
  return (
    <Badge
      color={visibility === 'public' ? 'orange' : 'gray'}
      variant="light"
      tt="none"
      w="max-content"
      maw="none"
      fw={600}
    >
      {visibility === 'public' ? 'Public' : 'Private'}
    </Badge>
  );
}
