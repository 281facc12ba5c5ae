import type { PolicyRuleName } from '@lanyard/core/organizations/policy-rules';
import { Button, Group, Text } from '@mantine/core';
import type { Organization, OrganizationPolicy } from '../../api/types.ts';
import { formatDay } from '../../parts/time-text.tsx';
import { describeValue } from '../organizations/policy/policy-values.ts';

type Pending = Organization['pendingRules'][number];

export function pendingOf({ pendingRules }: Pick<Organization, 'pendingRules'>, name: PolicyRuleName) {
  return pendingRules.find(({ rule }) => rule === name);
}

interface PendingRuleProps {
  readonly pending: Pending;
  readonly policy: OrganizationPolicy;
  /** Undefined for readers who may not change it. */
  readonly onTakeBack?: () => void;
  readonly isBusy?: boolean;
}

/** What a rule will be, beside what it is: "From Mar 1, 2027: 90 days. Until then: No limit." */
export function PendingRule({ pending, policy, onTakeBack, isBusy = false }: PendingRuleProps) {
  const { rule, value, bindsFrom } = pending;
  const next = { ...policy, [rule]: value };
  return (
    <Group gap="sm" mt={6}>
      <Text size="sm">
        <strong>
          From {formatDay(bindsFrom)}: {describeValue(rule, next)}.
        </strong>{' '}
        Until then: {describeValue(rule, policy)}.
      </Text>
      {onTakeBack && (
        <Button size="xs" variant="default" loading={isBusy} onClick={onTakeBack}>
          Take back
        </Button>
      )}
    </Group>
  );
}
