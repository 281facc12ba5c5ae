import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ApiFault } from '../../api/api-fault.ts';
import type { Repository } from '../../api/types.ts';
import { VisibilityBadge } from '../../parts/badges.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { FaultAlert, QueryStatus } from '../../parts/fault-alert.tsx';
import { SideSheet } from '../../parts/side-sheet.tsx';
import { GateRecord } from '../gate/gate-record.tsx';
import { ImmutableTags } from '../gate/immutable-tags.tsx';
import { QuarantineSection } from '../gate/quarantine-section.tsx';
import { RepositoryImages } from '../images/repository-images.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { RegistryLines } from '../registries/registry-lines.tsx';
import { RepositoryRights } from './repository-rights.tsx';
import { describeRight, repositoryQuery, useChangeVisibility, useDeleteRepository } from './use-repositories.ts';

interface RepositoryDrawerProps {
  readonly organization: string;
  /** For example `acme/app`. Undefined if none is open. */
  readonly repository: string | undefined;
  readonly onClose: () => void;
}

/** One repository. Changes need the admin permission. */
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
  const { isOwner } = useOrganization();
  const query = useQuery(repositoryQuery(organization, repository));
  const { data, error } = query;
  if (error instanceof ApiFault && error.status === 404) return <Text>This repository does not exist.</Text>;
  if (!data) return <QueryStatus query={query} name="the repository" height={240} />;
  const isAdmin = data.right === 'admin';
  return (
    <Stack gap="xl">
      {data.description !== '' && <Text>{data.description}</Text>}
      <div>
        <RegistryLines>
          {(host) => <CopyField name="the pull line" text={`docker pull ${host}/${data.name}`} />}
        </RegistryLines>
        <Text size="sm" c="dimmed" mt="xs">
          {data.right === null
            ? 'You can see it because it is public.'
            : `Your permission: ${describeRight(data.right)}.`}
        </Text>
      </div>
      <RepositoryImages organization={organization} repository={data.name} isAdmin={isAdmin} isOwner={isOwner} />
      <RepositoryVisibility organization={organization} repository={data} isAdmin={isAdmin} />
      {isAdmin && <RepositoryRights organization={organization} repository={data.name} />}
      {isAdmin && (
        <>
          <ImmutableTags organization={organization} repository={data.name} immutableTags={data.immutableTags} />
          <QuarantineSection organization={organization} repository={data.name} isOwner={isOwner} />
          <GateRecord of={{ repository: data.name }} order={3} />
        </>
      )}
      {data.fullDescription !== '' && <Text style={{ whiteSpace: 'pre-wrap' }}>{data.fullDescription}</Text>}
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
              {isPublic ? 'Everyone can pull without signing in' : 'Only people with permission can pull'}
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
        change={change}
        isOpen={isPublishing}
        onClose={publishing.close}
        onConfirm={() => change.mutate('public', { onSuccess: publishing.close })}
      >
        Everyone can pull all of its images without signing in. You cannot take back images that were pulled.
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
        Delete repository
      </Button>
      <ConfirmDialog
        title={`Delete ${repository}?`}
        action="Delete repository"
        change={remove}
        isOpen={isOpen}
        onClose={close}
        onConfirm={() => remove.mutate(repository, { onSuccess: onDeleted })}
      >
        Its settings and permissions are deleted. The images stay in the registry, but only owners can reach them. A
        push to this name creates the repository again. You cannot undo this.
      </ConfirmDialog>
    </Group>
  );
}
