import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useDeleteRepository } from './use-repositories.ts';

interface DeleteRepositoryProps {
  readonly organization: string;
  readonly repository: string;
  readonly onDeleted: () => void;
}

export function DeleteRepository({ organization, repository, onDeleted }: DeleteRepositoryProps) {
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
