import { Badge } from '@mantine/core';
import type { Domain, Membership, Repository, Token } from '../api/types.ts';

/** A word in a colour. */
function WordBadge({ color, label }: { readonly color: string; readonly label: string }) {
  return (
    <Badge color={color} variant="light" tt="none" w="max-content" maw="none" fw={600}>
      {label}
    </Badge>
  );
}

const TOKEN_STATUS = {
  active: { color: 'teal', label: 'Active' },
  inactive: { color: 'gray', label: 'Inactive' },
  expired: { color: 'orange', label: 'Expired' },
} as const;

export function TokenStatusBadge({ status }: Pick<Token, 'status'>) {
  return <WordBadge {...TOKEN_STATUS[status]} />;
}

const ROLES = {
  owner: { color: 'accent', label: 'Owner' },
  member: { color: 'gray', label: 'Member' },
} as const;

export function RoleBadge({ role }: Pick<Membership, 'role'>) {
  return <WordBadge {...ROLES[role]} />;
}

const VISIBILITIES = {
  public: { color: 'orange', label: 'Public' },
  private: { color: 'gray', label: 'Private' },
} as const;

export function VisibilityBadge({ visibility }: Pick<Repository, 'visibility'>) {
  return <WordBadge {...VISIBILITIES[visibility]} />;
}

const DOMAIN_STATUS = {
  pending: { color: 'orange', label: 'Not verified' },
  verified: { color: 'teal', label: 'Verified' },
} as const;

export function DomainStatusBadge({ status }: Pick<Domain, 'status'>) {
  return <WordBadge {...DOMAIN_STATUS[status]} />;
}
