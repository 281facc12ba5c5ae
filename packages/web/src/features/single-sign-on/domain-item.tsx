import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import type { Domain } from '../../api/types.ts';
import { TextToCopy } from '../../parts/copy-field.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import classes from './single-sign-on.module.css';
import { useVerifyDomain } from './use-single-sign-on.ts';

interface DomainItemProps {
  readonly organization: string;
  readonly domain: Domain;
  readonly onRemove: () => void;
}

/** One domain, and while it is not verified, what is left to do for it. */
export function DomainItem({ organization, domain, onRemove }: DomainItemProps) {
  const verify = useVerifyDomain(organization);
  const isPending = domain.status === 'pending';
  return (
    <li>
      <Group justify="space-between" gap="xs">
        <Group gap="sm">
          <Text fw={600} className={classes.name ?? ''}>
            {domain.name}
          </Text>
          <DomainBadge status={domain.status} />
          <Text size="sm" c="dimmed">
            {domain.verifiedAt === null ? 'added' : 'verified'} <TimeText at={domain.verifiedAt ?? domain.createdAt} />
          </Text>
        </Group>
        <Button size="compact-sm" variant="subtle" color="red" aria-label={`Remove ${domain.name}`} onClick={onRemove}>
          Remove
        </Button>
      </Group>
      {isPending && (
        <Stack gap="xs" mt="sm">
          <Text size="sm">
            Set this TXT record at whoever runs the DNS of {domain.name}, then come back and check it. DNS may need a
            while to tell of it.
          </Text>
          <TextToCopy label="Name" name={`the name of the record for ${domain.name}`} text={domain.record.name} />
          <TextToCopy label="Value" name={`the value of the record for ${domain.name}`} text={domain.record.value} />
          <FaultAlert fault={verify.error} />
          <Group>
            <Button
              loading={verify.isPending}
              aria-label={`Check the record of ${domain.name}`}
              onClick={() => verify.mutate(domain.name)}
            >
              Check the record
            </Button>
          </Group>
        </Stack>
      )}
    </li>
  );
}

const LOOKS = {
  pending: { color: 'orange', label: 'Not verified yet' },
  verified: { color: 'teal', label: 'Verified' },
} as const;

function DomainBadge({ status }: Pick<Domain, 'status'>) {
  const { color, label } = LOOKS[status];
  return (
    <Badge color={color} variant="light" tt="none" w="max-content" maw="none" fw={600}>
      {label}
    </Badge>
  );
}
