import { Badge } from '@mantine/core';
import type { Membership, Repository, Token } from '../api/types.ts';

const STATUS_LOOKS = {
  active: { color: 'teal', label: 'Active' },
  inactive: { color: 'gray', label: 'Inactive' },
  expired: { color: 'orange', label: 'Expired' },
} as const;

interface TokenStatusBadgeProps {
  readonly status: Token['status'];
}

export function TokenStatusBadge({ status }: TokenStatusBadgeProps) {
  const { color, label } = STATUS_LOOKS[status];
  return (
    <Badge color={color} variant="light" tt="none" w="max-content" maw="none" fw={600}>
      {label}
    </Badge>
  );
}

const ROLE_LOOKS = {
  owner: { color: 'accent', label: 'Owner' },
  member: { color: 'gray', label: 'Member' },
} as const;

interface RoleBadgeProps {
  readonly role: Membership['role'];
}

export function RoleBadge({ role }: RoleBadgeProps) {
  const { color, label } = ROLE_LOOKS[role];
  return (
    <Badge color={color} variant="light" tt="none" w="max-content" maw="none" fw={600}>
      {label}
    </Badge>
  );
}

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
