import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ApiFault } from '../../api/api-fault.ts';
import type { Repository } from '../../api/types.ts';
import { VisibilityBadge } from '../../parts/badges.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import { ConfirmDialog, SideSheet } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { RepositoryRights } from './repository-rights.tsx';
import { describeRight, repositoryQuery, useChangeVisibility, useDeleteRepository } from './use-repositories.ts';

interface RepositoryDrawerProps {
  readonly organization: string;
  /** `acme/app`; undefined while none is looked at. */
  readonly repository: string | undefined;
  readonly onClose: () => void;
}

/** One repository: who sees it, who may do what; and, with the admin right, changing it. */
export function RepositoryDrawer({ organization, repository, onClose }: RepositoryDrawerProps) {
  return (
    <SideSheet title={repository ?? ''} isOpen={repository !== undefined} onClose={onClose}>
      {repository !== undefined && (
        <RepositoryView organization={organization} repository={repository} onClose={onClose} />
      )}
    </SideSheet>
  );
}

function RepositoryView({
  organization,
  repository,
  onClose,
}: RepositoryDrawerProps & { readonly repository: string }) {
  const { data, error, refetch } = useQuery(repositoryQuery(organization, repository));
  if (error instanceof ApiFault && error.status === 404) return <Text>There is no such repository.</Text>;
  if (!data && error) return <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} aria-label="The repository is being loaded" />;
  const isAdmin = data.right === 'admin';
  return (
    <Stack gap="xl">
      <div>
        <CopyField label="the pull line" text={`docker pull ${location.host}/${data.name}`} />
        <Text size="sm" c="dimmed" mt="xs">
          {data.right === null ? 'You see it because it is public.' : `Your right: ${describeRight(data.right)}.`}
        </Text>
      </div>
      <RepositoryVisibility organization={organization} repository={data} isAdmin={isAdmin} />
      {isAdmin && <RepositoryRights organization={organization} repository={data.name} />}
      {isAdmin && <DeleteRepository organization={organization} repository={data.name} onDeleted={onClose} />}
    </Stack>
  );
}

interface RepositoryVisibilityProps {
  readonly organization: string;
  readonly repository: Repository;
  readonly isAdmin: boolean;
}

function RepositoryVisibility({ organization, repository, isAdmin }: RepositoryVisibilityProps) {
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

interface DeleteRepositoryProps {
  readonly organization: string;
  readonly repository: string;
  readonly onDeleted: () => void;
}

function DeleteRepository({ organization, repository, onDeleted }: DeleteRepositoryProps) {
  const [isOpen, { open, close }] = useDisclosure();
  const remove = useDeleteRepository(organization);
  return (
    <Group>
      <Button variant="outline" color="red" onClick={open}>
        Delete the repository
      </Button>
      <ConfirmDialog
        title={`Delete ${repository}?`}
        action="Delete the repository"
        isOpen={isOpen}
        isBusy={remove.isPending}
        fault={remove.error}
        onClose={close}
        onConfirm={() => remove.mutate(repository, { onSuccess: onDeleted })}
      >
        Its record here and all rights to it go. Images stay stored in the registry, but only owners reach them under
        this name, and pushing to it makes it anew. This cannot be undone.
      </ConfirmDialog>
    </Group>
  );
}
