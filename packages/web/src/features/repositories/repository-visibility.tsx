import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Repository } from '../../api/types.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { useChangeVisibility } from './use-repositories.ts';
import { VisibilityBadge } from './visibility-badge.tsx';

interface RepositoryVisibilityProps {
  readonly organization: string;
  readonly repository: Repository;
  readonly isAdmin: boolean;
}

export function RepositoryVisibility({ organization, repository, isAdmin }: RepositoryVisibilityProps) {
  const { name, visibility } = repository;
  const [isPublishing, publishing] = useDisclosure();
  const change = useChangeVisibility(organization, name);
  const isPublic = visibility === 'public';
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Visibility
      </Title>
      <Stack gap="xs">
        {!isPublishing && <FaultAlert fault={change.error} />}
        <Group justify="space-between">
          <Group gap="xs">
            <VisibilityBadge visibility={visibility} />
            <Text size="sm">
              {isPublic ? 'Pulled by everybody, without signing in' : 'Pulled by those who have a right to it'}
            </Text>
          </Group>
          {isAdmin && (
            <Button
              variant="default"
              size="xs"
              loading={change.isPending}
              onClick={isPublic ? () => change.mutate('private') : publishing.open}
            >
              {isPublic ? 'Make private' : 'Make public'}
            </Button>
          )}
        </Group>
      </Stack>
      <ConfirmDialog
        title={`Make ${name} public?`}
        action="Make public"
        isOpen={isPublishing}
        isBusy={change.isPending}
        fault={change.error}
        onClose={publishing.close}
        onConfirm={() => change.mutate('public', { onSuccess: publishing.close })}
      >
        Everybody may pull every image in it from then on, without signing in. What was pulled cannot be called back.
      </ConfirmDialog>
    </section>
  );
}
