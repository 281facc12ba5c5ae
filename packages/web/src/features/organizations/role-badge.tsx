import { Badge } from '@mantine/core';
import type { Membership } from '../../api/types.ts';

const LOOKS = {
  owner: { color: 'accent', label: 'Owner' },
  member: { color: 'gray', label: 'Member' },
} as const;

interface RoleBadgeProps {
  readonly role: Membership['role'];
}

export function RoleBadge({ role }: RoleBadgeProps) {
  const { color, label } = LOOKS[role];
  return (
    <Badge color={color} variant="light" tt="none" w="max-content" maw="none" fw={600}>
      {label}
    </Badge>
  );
}
