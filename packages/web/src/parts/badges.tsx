import { Badge, Group } from '@mantine/core';
import type {
  Account,
  Delivery,
  Domain,
  ImageVerdict,
  Membership,
  Repository,
  Review,
  ReviewedToken,
  ReviewItem,
  SentInvitation,
  Severity,
  Token,
  Webhook,
} from '../api/types.ts';

/** A word in a colour. */
function WordBadge({ color, label }: { readonly color: string; readonly label: string }) {
  return (
    <Badge color={color} variant="light" tt="none" w="max-content" maw="none" fw={600}>
      {label}
    </Badge>
  );
}

/** What an administrator must see at once about an account. */
export function AccountBadges({
  account: { active, isAdministrator, hasSecondFactor },
}: {
  readonly account: Pick<Account, 'active' | 'isAdministrator' | 'hasSecondFactor'>;
}) {
  return (
    <Group gap={6}>
      {active ? <WordBadge color="teal" label="Active" /> : <WordBadge color="red" label="Disabled" />}
      {isAdministrator && <WordBadge color="accent" label="Administrator" />}
      {isAdministrator && !hasSecondFactor && <WordBadge color="orange" label="No second factor" />}
    </Group>
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

const HOLDS = {
  blocked: { color: 'red', label: 'Blocked here' },
  refused: { color: 'red', label: 'Refused here' },
  waiting: { color: 'orange', label: 'Waiting for approval' },
} as const;

export function HoldBadge({ type }: Pick<NonNullable<ReviewedToken['hold']>, 'type'>) {
  return <WordBadge {...HOLDS[type]} />;
}

const REVIEW_STATES = {
  scheduled: { color: 'gray', label: 'Scheduled' },
  preparing: { color: 'gray', label: 'Preparing' },
  open: { color: 'accent', label: 'Open' },
  closing: { color: 'orange', label: 'Closing' },
  closed: { color: 'teal', label: 'Closed' },
  cancelled: { color: 'gray', label: 'Cancelled' },
} as const;

export function ReviewStateBadge({ state }: Pick<Review, 'state'>) {
  return <WordBadge {...REVIEW_STATES[state]} />;
}

const OUTCOMES = {
  keep: { color: 'teal', label: 'Kept' },
  block: { color: 'red', label: 'Blocked here' },
  gone: { color: 'gray', label: 'Token ended' },
} as const;

export function OutcomeBadge({ decision }: { readonly decision: NonNullable<ReviewItem['decision']> }) {
  return <WordBadge {...OUTCOMES[decision]} />;
}

const ROLES = {
  owner: { color: 'accent', label: 'Owner' },
  editor: { color: 'blue', label: 'Editor' },
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

const INVITATION_STATUS = {
  waiting: { color: 'orange', label: 'Waiting' },
  expired: { color: 'gray', label: 'Expired' },
  declined: { color: 'red', label: 'Declined' },
} as const;

export function InvitationStatusBadge({ status }: Pick<SentInvitation, 'status'>) {
  return <WordBadge {...INVITATION_STATUS[status]} />;
}

const WEBHOOK_STATE = {
  active: { color: 'teal', label: 'Active' },
  paused: { color: 'gray', label: 'Paused' },
  failing: { color: 'red', label: 'Failing' },
  gone: { color: 'red', label: 'Gone' },
} as const;

export function WebhookStateBadge({ state }: Pick<Webhook, 'state'>) {
  return <WordBadge {...WEBHOOK_STATE[state]} />;
}

const DELIVERY_OUTCOME = {
  waiting: { color: 'orange', label: 'Waiting' },
  delivered: { color: 'teal', label: 'Delivered' },
  failed: { color: 'red', label: 'Failed' },
} as const;

export function DeliveryBadge({ outcome }: Pick<Delivery, 'outcome'>) {
  return <WordBadge {...DELIVERY_OUTCOME[outcome]} />;
}

const VERDICTS = {
  clean: { color: 'teal', label: 'Clean' },
  'not-scanned': { color: 'orange', label: 'Not scanned' },
  waiting: { color: 'gray', label: 'Waiting' },
  failed: { color: 'orange', label: 'Failed' },
  infected: { color: 'red', label: 'Infected' },
} as const;

const SEVERITIES = {
  critical: { color: 'red', label: 'Critical' },
  high: { color: 'red', label: 'High' },
  medium: { color: 'orange', label: 'Medium' },
  low: { color: 'gray', label: 'Low' },
  unknown: { color: 'gray', label: 'Unknown' },
} as const;

export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  return <WordBadge {...SEVERITIES[severity]} />;
}

export function severityLabel(severity: Severity): string {
  return SEVERITIES[severity].label;
}

export function VerdictBadge({ verdict }: { readonly verdict: ImageVerdict }) {
  return <WordBadge {...VERDICTS[verdict]} />;
}

export function verdictLabel(verdict: ImageVerdict): string {
  return VERDICTS[verdict].label;
}

const TERMS_STANDING = {
  noticed: { color: 'orange', label: 'New rules to accept' },
  suspended: { color: 'red', label: 'Suspended' },
} as const;

/** Empty for a member who has no rules to accept. */
export function TermsStandingBadge({ standing }: Pick<Membership['terms'], 'standing'>) {
  return standing === 'noticed' || standing === 'suspended' ? <WordBadge {...TERMS_STANDING[standing]} /> : null;
}
