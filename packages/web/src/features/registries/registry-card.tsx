import { Alert, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { Registry } from '../../api/types.ts';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { formatSeconds } from '../../parts/duration.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { Fact, FactList } from '../../parts/lists.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { HostsForm } from './hosts-form.tsx';
import { InternalAddressForm } from './internal-address-form.tsx';
import { REGISTRIES } from './registries-query.ts';
import { ConfigurationOf } from './registry-configuration.tsx';
import { TestResult } from './test-result.tsx';

const KINDS = { distribution: 'CNCF Distribution', zot: 'zot' } as const;

/** One registry, with everything that an administrator can do with it. */
export function RegistryCard({ registry }: { readonly registry: Registry }) {
  const { name, kind, hosts, internalUrl } = registry;
  const [isConfiguring, configuring] = useDisclosure();
  const [isRotating, rotating] = useDisclosure();
  const test = useMutation({
    mutationFn: () => answerOf(client.POST('/api/registries/{name}/test', { params: { path: { name } } })),
  });
  return (
    <Paper withBorder p="lg" component="section" aria-label={name}>
      <Stack gap="lg">
        <Group justify="space-between" gap="sm">
          <Group gap="sm">
            <Title order={3} size="h4">
              {name}
            </Title>
            <Badge variant="light" color="gray" tt="none">
              {KINDS[kind]}
            </Badge>
            {registry.hasGate && (
              <Badge variant="light" color="teal" tt="none">
                Gate
              </Badge>
            )}
          </Group>
          <Group gap="xs">
            <Button
              variant="default"
              loading={test.isPending}
              onClick={() => test.mutate()}
              disabled={hosts.length === 0 && internalUrl === null}
            >
              Test connection
            </Button>
            <Button variant="default" onClick={configuring.toggle} aria-expanded={isConfiguring}>
              Configuration
            </Button>
            {kind === 'distribution' && (
              <Button variant="default" onClick={rotating.open}>
                Rotate key
              </Button>
            )}
          </Group>
        </Group>
        {hosts.length === 0 && (
          <Alert color="yellow" title="No address yet">
            Pages cannot show where to log in, and everybody who runs lanyard login is asked whether they know the
            registry.
          </Alert>
        )}
        <FaultAlert fault={test.error} />
        {test.data && <TestResult result={test.data} />}
        <RegistryFacts registry={registry} />
        <HostsForm name={name} hosts={hosts} />
        <InternalAddressForm name={name} internalUrl={internalUrl} />
        {isConfiguring && <ConfigurationOf registry={registry} />}
      </Stack>
      <RotateDialog name={name} isOpen={isRotating} onClose={rotating.close} />
    </Paper>
  );
}

function RegistryFacts({ registry }: { readonly registry: Registry }) {
  const { service, tokenTtlSeconds, pushTokenTtlSeconds, lastUsedAt, createdAt } = registry;
  const push = pushTokenTtlSeconds === null ? '' : `, ${formatSeconds(pushTokenTtlSeconds)} for pushes`;
  return (
    <FactList>
      <Fact label="Last used">{lastUsedAt === null ? 'Never' : <TimeText at={lastUsedAt} />}</Fact>
      <Fact label="Service">{service}</Fact>
      <Fact label="Registry tokens">
        valid for {formatSeconds(tokenTtlSeconds)}
        {push}
      </Fact>
      <Fact label="Added">
        <TimeText at={createdAt} />
      </Fact>
    </FactList>
  );
}

interface RotateDialogProps {
  readonly name: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function RotateDialog({ name, isOpen, onClose }: RotateDialogProps) {
  const queryClient = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => answerOf(client.POST('/api/registries/{name}/rotate', { params: { path: { name } } })),
    onSuccess: async () => {
      onClose();
      notifications.show({ message: `New tokens for ${name} are signed with a new key.` });
      await queryClient.invalidateQueries({ queryKey: [REGISTRIES] });
    },
  });
  return (
    <ConfirmDialog
      title={`Rotate the signing key of ${name}?`}
      action="Rotate key"
      change={rotate}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => rotate.mutate()}
    >
      <Text>
        The key is replaced at once. Do this if somebody may have a copy of it. The registry needs no restart, because
        the certificate that it trusts stays the same. Registry tokens that were issued before stay valid until they
        expire.
      </Text>
    </ConfirmDialog>
  );
}
