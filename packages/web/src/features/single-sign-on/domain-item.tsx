import { Button, Group, Stack, Text } from '@mantine/core';
import type { Domain } from '../../api/types.ts';
import { DomainStatusBadge } from '../../parts/badges.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import classes from './single-sign-on.module.css';
import { useVerifyDomain } from './use-single-sign-on.ts';

interface DomainItemProps {
  readonly organization: string;
  readonly domain: Domain;
  readonly onRemove: () => void;
}

/** A domain. Until it is verified, it shows the record that its DNS needs. */
export function DomainItem({ organization, domain, onRemove }: DomainItemProps) {
  const verify = useVerifyDomain(organization);
  const { name, status, record, createdAt, verifiedAt } = domain;
  return (
    <li>
      <Group justify="space-between" gap="xs">
        <Group gap="sm">
          <Text fw={600} className={classes.name ?? ''}>
            {name}
          </Text>
          <DomainStatusBadge status={status} />
          <Text size="sm" c="dimmed">
            {verifiedAt === null ? 'Added' : 'Verified'} <TimeText at={verifiedAt ?? createdAt} />
          </Text>
        </Group>
        <Button size="compact-sm" variant="subtle" color="red" aria-label={`Remove ${name}`} onClick={onRemove}>
          Remove
        </Button>
      </Group>
      {status === 'pending' && (
        <Stack gap="xs" mt="sm">
          <Text size="sm">
            Add this TXT record to the DNS of {name}, then verify it here. It can take a while until DNS shows the
            record.
          </Text>
          <CopyField label="Name" name={`the name of the record for ${name}`} text={record.name} />
          <CopyField label="Value" name={`the value of the record for ${name}`} text={record.value} />
          <FaultAlert fault={verify.error} />
          <Group>
            <Button loading={verify.isPending} aria-label={`Verify ${name}`} onClick={() => verify.mutate(name)}>
              Verify
            </Button>
          </Group>
        </Stack>
      )}
    </li>
  );
}
