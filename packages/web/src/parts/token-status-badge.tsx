import { Badge } from '@mantine/core';
import type { Token } from '../api/types.ts';

const LOOKS = {
  active: { color: 'teal', label: 'Active' },
  inactive: { color: 'gray', label: 'Inactive' },
  expired: { color: 'orange', label: 'Expired' },
} as const;

interface TokenStatusBadgeProps {
  readonly status: Token['status'];
}

export function TokenStatusBadge({ status }: TokenStatusBadgeProps) {
  const { color, label } = LOOKS[status];
  return (
    <Badge color={color} variant="light" tt="none" w="max-content" maw="none" fw={600}>
      {label}
    </Badge>
  );
}
