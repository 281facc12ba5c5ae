import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ApiFault } from '../../api/api-fault.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { SideSheet } from '../../parts/side-sheet.tsx';
import { DeleteRepository } from './delete-repository.tsx';
import { describeRight } from './describe-right.ts';
import { RepositoryRights } from './repository-rights.tsx';
import { RepositoryVisibility } from './repository-visibility.tsx';
import { repositoryQuery } from './use-repositories.ts';

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
